/// Leaves out points that no one could tell apart.
enum Thinning {
  /// Keeps the first, lowest, highest and last point of each column of the picture.
  static func byColumn(_ points: [Position], limit: Int) -> [Position] {
    guard points.count > limit, let first = points.first else { return points }
    let columnCount = max(1, limit / 4)
    let left = points.lazy.map(\.x).min() ?? first.x
    let right = points.lazy.map(\.x).max() ?? first.x
    let columnWidth = max((right - left) / Double(columnCount), 1e-6)
    var kept: [Position] = []
    var start = 0
    while start < points.count {
      let column = ((points[start].x - left) / columnWidth).rounded(.down)
      var end = start
      var least = start
      var most = start
      while end < points.count, ((points[end].x - left) / columnWidth).rounded(.down) == column {
        if points[end].y < points[least].y { least = end }
        if points[end].y > points[most].y { most = end }
        end += 1
      }
      for index in Set([start, least, most, end - 1]).sorted() { kept.append(points[index]) }
      start = end
    }
    // Points that jump to and fro between columns are not a line that has columns.
    return kept.count > limit ? byStride(kept, limit: limit) : kept
  }

  /// Keeps every n-th element, and the last.
  static func byStride<Element>(_ elements: [Element], limit: Int) -> [Element] {
    guard elements.count > limit, limit > 1 else { return elements }
    let step = Double(elements.count - 1) / Double(limit - 1)
    return (0..<limit).map { elements[Int((Double($0) * step).rounded())] }
  }

  /// Keeps the points without which a line would run further than `tolerance` from where it ran.
  ///
  /// Source: Douglas and Peucker, Cartographica 1973.
  static func straightened(_ points: [Position], within tolerance: Double) -> [Position] {
    guard points.count > 2 else { return points }
    var isKept = Array(repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var open = [(0, points.count - 1)]
    while let (first, last) = open.popLast() {
      var farthest = (index: first, distance: tolerance)
      for index in first + 1..<max(last, first + 1) {
        let distance = distance(of: points[index], from: points[first], to: points[last])
        if distance > farthest.distance { farthest = (index, distance) }
      }
      guard farthest.index > first else { continue }
      isKept[farthest.index] = true
      open.append((first, farthest.index))
      open.append((farthest.index, last))
    }
    return points.indices.filter { isKept[$0] }.map { points[$0] }
  }

  /// The distance of a point from a piece of line.
  private static func distance(of point: Position, from start: Position, to end: Position)
    -> Double
  {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let square = dx * dx + dy * dy
    let along = (point.x - start.x) * dx + (point.y - start.y) * dy
    let share = square > 0 ? min(max(along / square, 0), 1) : 0
    let (ax, ay) = (point.x - start.x - share * dx, point.y - start.y - share * dy)
    return (ax * ax + ay * ay).squareRoot()
  }
}
