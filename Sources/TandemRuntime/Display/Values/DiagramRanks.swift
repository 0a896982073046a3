import TandemPlots

/// Puts the parts of a network into columns by how far they are from the input.
struct DiagramRanks {
  private let boxes: [Diagram.Box]
  /// For each box, the boxes that its input comes from; none is the network's input.
  private let inputs: [String: [String]]

  init(boxes: [Diagram.Box], inputs: [String: [String]]) {
    self.boxes = boxes
    let known = Set(boxes.map(\.id))
    self.inputs = inputs.mapValues { $0.filter(known.contains) }
  }

  /// The columns from left to right, the input's box first.
  func columns(input: Diagram.Box) -> [[Diagram.Box]] {
    var ranks: [String: Int] = [:]
    // As many rounds as the longest path is long; a circle cannot make it go on.
    for _ in boxes {
      var isSettled = true
      for box in boxes {
        let rank = 1 + ((inputs[box.id] ?? []).map { ranks[$0] ?? 1 }.max() ?? 0)
        if ranks[box.id] != rank, rank <= boxes.count {
          ranks[box.id] = rank
          isSettled = false
        }
      }
      if isSettled { break }
    }
    let last = ranks.values.max() ?? 0
    return [[input]] + (0..<last).map { rank in boxes.filter { ranks[$0.id] == rank + 1 } }
  }

  func arrows(input: String) -> [Diagram.Arrow] {
    boxes.flatMap { box in
      let sources = inputs[box.id] ?? []
      return (sources.isEmpty ? [input] : sources).map { Diagram.Arrow(from: $0, to: box.id) }
    }
  }
}
