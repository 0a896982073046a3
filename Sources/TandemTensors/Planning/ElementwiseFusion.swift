/// Joins elementwise steps of a stage into groups that run as one step each.
///
/// A group is a tree, or a net with one result: the numbers in between stay in registers. A step joins
/// the group that reads its result, if nothing else does. One that is cheap and smaller than the groups
/// that read it, as a weight or a scale, is repeated in each. No step changes what it computes, so the
/// bits stay the same.
struct ElementwiseFusion {
  typealias Step = PlanSchedule.Step

  /// The most instructions of a group: no more than there are registers for their results.
  private static let longestProgram = ElementwiseRunner.largestTemporaryCount
  /// A group of up to so many numbers repeats steps on fewer: that is faster than a step of its own.
  private static let smallGroup = 4096

  let steps: [Step]
  /// The steps that read each value, and as which input.
  private var users: [Int: [(step: Int, input: Int)]] = [:]
  private var producers: [Int: Int] = [:]
  /// The groups that a step belongs to, by the step that gives their result.
  private var groups: [[Int]]
  /// The members of each group, and the shape in which the group sees a member's result.
  private(set) var frames: [Int: [Int: Shape]] = [:]

  /// Finds the groups.
  /// - Parameters:
  ///   - steps: The steps of a stage.
  ///   - isNeeded: Whether a value is needed outside of them.
  init(_ steps: [Step], isNeeded: (Int) -> Bool) {
    self.steps = steps
    groups = steps.map { _ in [] }
    for (index, step) in steps.enumerated() {
      producers[step.output.value] = index
      for (input, source) in step.inputs.enumerated() {
        users[source.location.value, default: []].append((index, input))
      }
    }
    for index in steps.indices.reversed() where steps[index].instruction != nil {
      if isNeeded(steps[index].output.value) || !join(index) {
        groups[index] = [index]
        frames[index] = [index: steps[index].shape]
      }
    }
  }

  /// Whether a step runs in groups of others alone.
  func isAbsorbed(_ index: Int) -> Bool {
    steps[index].instruction != nil && frames[index] == nil
  }

  /// The step that computes a value, if it is one of these.
  func producer(of value: Int) -> Int? { producers[value] }

  /// The steps that read a value.
  func readers(of value: Int) -> Set<Int> {
    Set(users[value, default: []].map(\.step))
  }

  /// Whether a group's members are the only ones that read a value.
  func isPrivate(_ value: Int, to root: Int) -> Bool {
    readers(of: value).allSatisfy { groups[$0] == [root] }
  }

  /// Puts a step into the groups that read its result, if they all can take it.
  private mutating func join(_ index: Int) -> Bool {
    let readers = readers(of: steps[index].output.value)
    guard !readers.isEmpty, readers.allSatisfy({ steps[$0].instruction != nil }) else {
      return false
    }
    let roots = Set(readers.flatMap { groups[$0] })
    guard roots.count == 1 || isRepeated(index) else { return false }
    var accepted: [Int: Shape] = [:]
    for root in roots {
      guard let frame = frame(of: index, in: root), canTake(index, frame, root) else {
        return false
      }
      accepted[root] = frame
    }
    for (root, frame) in accepted { frames[root, default: [:]][index] = frame }
    groups[index] = roots.sorted()
    return true
  }

  /// Whether a step costs less in each group than a result of its own does.
  private func isRepeated(_ index: Int) -> Bool {
    steps[index].isBroadcast || (steps[index].isCheap && steps[index].shape.count == 1)
  }

  /// The shape in which a group sees a step's result; `nil` if it is read in parts, or in several shapes.
  private func frame(of index: Int, in root: Int) -> Shape? {
    let (location, shape) = (steps[index].output, steps[index].shape)
    var frame: Shape?
    for user in users[location.value, default: []] where groups[user.step].contains(root) {
      let input = steps[user.step].inputs[user.input]
      guard input.location == location, input.shape.count == shape.count,
        let outer = frames[root]?[user.step],
        let seen = input.shape.translated(from: steps[user.step].shape, to: outer),
        frame == nil || frame == seen
      else { return nil }
      frame = seen
    }
    guard let frame else { return nil }
    let fits = steps[index].inputs.allSatisfy { input in
      input.shape.translated(from: shape, to: frame) != nil
    }
    return fits ? frame : nil
  }

  private func canTake(_ index: Int, _ frame: Shape, _ root: Int) -> Bool {
    let count = steps[root].shape.count
    let isFull = frame.count == count
    guard isFull || steps[index].isBroadcast || (steps[index].isCheap && count <= Self.smallGroup)
    else { return false }
    var members = frames[root, default: [:]]
    members[index] = frame
    guard members.count <= Self.longestProgram else { return false }
    return inputs(of: members).count <= ElementwiseRunner.largestInputCount
  }

  /// What members of a group read that none of them computes, in the shapes in which the group sees it.
  func inputs(of members: [Int: Shape]) -> [PlanSchedule.Input] {
    let computed = Set(members.keys.map { steps[$0].output.value })
    var found: [PlanSchedule.Input] = []
    for index in members.keys.sorted() {
      for input in steps[index].inputs where !computed.contains(input.location.value) {
        let seen = input.seen(by: steps[index], framed: members[index])
        if !found.contains(seen) { found.append(seen) }
      }
    }
    return found
  }
}

extension PlanSchedule.Input {
  /// The input in the shape in which a group sees it, one of whose members reads it.
  func seen(by step: PlanSchedule.Step, framed frame: Shape?) -> Self {
    var seen = self
    seen.shape = shape.translated(from: step.shape, to: frame ?? step.shape) ?? shape
    return seen
  }
}

extension PlanSchedule.Step {
  var isBroadcast: Bool { operation is Broadcast }

  /// What the step does to each number, if it acts number by number.
  var instruction: ElementwiseInstruction? {
    if let elementwise = operation as? any ElementwiseOperation { return elementwise.instruction }
    return isBroadcast ? ElementwiseInstruction(opcode: .copy) : nil
  }

  /// Whether the step takes about as long as reading its numbers.
  var isCheap: Bool {
    guard let opcode = instruction?.opcode else { return false }
    return ElementwiseOpcode.cheap.contains(opcode)
  }
}

extension ElementwiseOpcode {
  static let cheap: Set<Self> = [
    .copy, .add, .subtract, .multiply, .greater, .equal, .gate, .gateClosed, .scale, .square, .relu,
    .absoluteValue, .sign, .clamp, .divide, .reciprocal, .squareRoot,
  ]
}

extension Shape {
  /// A shape that is broadcast to `line`, as it is broadcast to `frame`: the same numbers in another
  /// shape of as many; `nil` where it cannot be told by shapes alone.
  func translated(from line: Shape, to frame: Shape) -> Shape? {
    if line == frame { return self }
    if count == line.count { return frame }
    let own = Array(sizes.drop { $0 == 1 })
    if own.isEmpty { return [] }
    guard own == Array(line.sizes.suffix(own.count)) else { return nil }
    for rank in 1...max(frame.rank, 1) where rank <= frame.rank {
      let suffix = Array(frame.sizes.suffix(rank))
      if suffix.reduce(1, *) == count { return Shape(suffix) }
    }
    return nil
  }
}
