/// The edge between two neighbors of a grid.
struct ContourEdge: Hashable {
  struct Corner: Hashable {
    var row: Int
    var column: Int
  }

  var first: Corner
  var second: Corner
}

/// A piece of a contour: it leads from one edge of a square to another.
struct ContourPiece {
  var start: ContourEdge
  var end: ContourEdge

  /// The pieces of a level in the square above and right of a corner.
  static func crossing(_ values: [[Double]], row: Int, column: Int, level: Double) -> [Self] {
    // Around the square, from below left against the clock.
    let corners = [(0, 0), (0, 1), (1, 1), (1, 0)].map {
      ContourEdge.Corner(row: row + $0.0, column: column + $0.1)
    }
    let heights = corners.map { values[$0.row][$0.column] }
    guard heights.allSatisfy(\.isDrawable) else { return [] }
    let isAbove = heights.map { $0 >= level }
    let crossed = (0..<4).filter { isAbove[$0] != isAbove[($0 + 1) % 4] }
    func edge(_ side: Int) -> ContourEdge {
      // Both squares beside an edge name it alike.
      let (a, b) = (corners[side], corners[(side + 1) % 4])
      return (a.row, a.column) < (b.row, b.column)
        ? ContourEdge(first: a, second: b) : ContourEdge(first: b, second: a)
    }
    switch crossed.count {
    case 2: return [Self(start: edge(crossed[0]), end: edge(crossed[1]))]
    case 4:
      let isMiddleAbove = heights.reduce(0) { $0 + $1 / 4 } >= level
      // The middle goes with the corners of its own side; the other two are cut off.
      return isMiddleAbove == isAbove[0]
        ? [Self(start: edge(0), end: edge(1)), Self(start: edge(2), end: edge(3))]
        : [Self(start: edge(3), end: edge(0)), Self(start: edge(1), end: edge(2))]
    default: return []
    }
  }

  /// Joins pieces that share an edge to lines, closed ones with their first edge at both ends.
  static func joined(_ pieces: [Self]) -> [[ContourEdge]] {
    var touching: [ContourEdge: [Int]] = [:]
    for (index, piece) in pieces.enumerated() {
      touching[piece.start, default: []].append(index)
      touching[piece.end, default: []].append(index)
    }
    var isUsed = Array(repeating: false, count: pieces.count)
    func follow(from edge: ContourEdge) -> [ContourEdge] {
      var line: [ContourEdge] = []
      var here = edge
      while let next = touching[here]?.first(where: { !isUsed[$0] }) {
        isUsed[next] = true
        here = pieces[next].start == here ? pieces[next].end : pieces[next].start
        line.append(here)
      }
      return line
    }
    return pieces.indices.compactMap { index in
      guard !isUsed[index] else { return nil }
      isUsed[index] = true
      let piece = pieces[index]
      return follow(from: piece.start).reversed() + [piece.start, piece.end]
        + follow(from: piece.end)
    }
  }
}
