/// An argument as it was written in a call.
public struct WrittenArgument: Sendable {
  public var label: String?
  public var value: Value
  public var origin: ValueOrigin?

  /// Creates an argument; without a label it goes to the next free place.
  public init(label: String? = nil, _ value: Value, origin: ValueOrigin? = nil) {
    self.label = label
    self.value = value
    self.origin = origin
  }
}

/// Why a call's arguments do not fit; `index` counts the written arguments from 0.
public enum ArgumentError: Error, Equatable {
  case unknownLabel(String, index: Int)
  case givenTwice(String, first: Int, second: Int)
  case tooMany(index: Int, limit: Int)
  case missing(String)
  case wrongKind(String, index: Int, expected: ArgumentKind, actual: ValueKind)
  case outOfRange(String, index: Int, expected: ArgumentKind, actual: Value)
}

extension MethodDescriptor {
  /// For each written argument, the descriptor's argument that it belongs to.
  ///
  /// Labels are matched by name; the others take the free places in order. A value after a variadic
  /// argument's place belongs to it too; an unknown label belongs to a `labels` argument, if any.
  /// - Parameter labels: The written labels, `nil` for an argument without one.
  /// - Returns: An index into `arguments` for each written argument.
  /// - Throws: `ArgumentError` for an unknown or repeated label, or too many arguments.
  public func places(of labels: [String?]) throws(ArgumentError) -> [Int] {
    var takenBy: [Int: Int] = [:]
    let named = Set(labels.compactMap { $0 })
    var places: [Int] = []
    var next = 0
    for (index, label) in labels.enumerated() {
      let place: Int
      if let label {
        if let known = arguments.firstIndex(where: { $0.name == label && !$0.isOpen }) {
          place = known
        } else if let open = arguments.firstIndex(where: \.takesLabels) {
          places.append(open)
          continue
        } else {
          throw .unknownLabel(label, index: index)
        }
      } else {
        while next < arguments.count, arguments[next].isClosed(named: named) { next += 1 }
        guard next < arguments.count else { throw .tooMany(index: index, limit: positionalCount) }
        place = next
        if !arguments[next].isVariadic { next += 1 }
      }
      if let first = takenBy[place], !arguments[place].isVariadic {
        throw .givenTwice(arguments[place].name, first: first, second: index)
      }
      takenBy[place] = index
      places.append(place)
    }
    return places
  }

  /// Binds a call's arguments: each to its place, checked for kind and range, the rest by default.
  /// - Parameter written: The arguments in the order in which they were written.
  /// - Returns: A value for every argument of the descriptor.
  /// - Throws: `ArgumentError`, for the first argument that does not fit.
  public func bind(_ written: [WrittenArgument]) throws(ArgumentError) -> Arguments {
    let places = try places(of: written.map(\.label))
    var values: [String: Value] = [:]
    var origins: [String: ValueOrigin] = [:]
    for (index, (place, argument)) in zip(places, written).enumerated() {
      let descriptor = arguments[place]
      let value = try descriptor.accept(argument.value, index: index)
      if let origin = argument.origin { origins[descriptor.name] = origin }
      if descriptor.isVariadic {
        values[descriptor.name] = .list(list(values[descriptor.name]) + [value])
      } else if descriptor.takesLabels, let label = argument.label {
        var record = values[descriptor.name].flatMap(Record.init(argument:)) ?? Record()
        if record[label] != nil {
          let first = written.firstIndex { $0.label == label } ?? index
          throw .givenTwice(label, first: first, second: index)
        }
        record.entries.append(.init(label, value))
        values[descriptor.name] = .record(record)
      } else {
        values[descriptor.name] = value
      }
    }
    for argument in arguments where values[argument.name] == nil {
      guard let value = argument.defaultValue else { throw .missing(argument.name) }
      values[argument.name] = value
    }
    var bound = Arguments(values)
    bound.origins = origins
    return bound
  }

  private var positionalCount: Int {
    arguments.filter { !$0.takesLabels }.count
  }

  private func list(_ value: Value?) -> [Value] {
    if case .list(let values)? = value { values } else { [] }
  }
}

extension ArgumentDescriptor {
  public var isVariadic: Bool {
    if case .variadic = presence { true } else { false }
  }

  public var takesLabels: Bool {
    if case .labels = presence { true } else { false }
  }

  fileprivate var isOpen: Bool { takesLabels || isVariadic }

  fileprivate func isClosed(named: Set<String>) -> Bool {
    takesLabels || (!isVariadic && named.contains(name))
  }

  /// The value if the argument takes it.
  /// - Parameters:
  ///   - value: What was written.
  ///   - index: The written argument's index, for the error.
  /// - Returns: The value as it is bound.
  /// - Throws: `ArgumentError.wrongKind` or `.outOfRange`.
  public func accept(_ value: Value, index: Int) throws(ArgumentError) -> Value {
    if !isOpen, let fallback = defaultValue, value == fallback { return value }
    switch accepts.check(value) {
    case .fits: return value
    case .outOfRange:
      throw .outOfRange(name, index: index, expected: accepts, actual: value)
    case .wrongKind:
      throw .wrongKind(name, index: index, expected: accepts, actual: value.kind)
    }
  }
}

extension ArgumentKind {
  /// How a value fits an argument.
  public enum Fit: Equatable, Sendable {
    case fits, outOfRange, wrongKind
  }

  /// Whether a value fits; a formula or a topic is for the interpreter to make.
  /// - Parameter value: The value to try.
  /// - Returns: How it fits.
  public func check(_ value: Value) -> Fit {
    switch (self, value) {
    case (.any, _), (.topic, _), (.truth, .truth), (.text, .text): return .fits
    case (.number(let range), .number(let number)):
      return range.contains(number) ? .fits : .outOfRange
    case (.word(let words), .text(let word)): return words.contains(word) ? .fits : .outOfRange
    case (.object(let kind), .object(let object)):
      return object.kind == kind ? .fits : .wrongKind
    case (.formula, .object(let object)): return object.kind == .formula ? .fits : .wrongKind
    case (.formula, .number(let number)):
      return number >= 0 && number.isFinite ? .fits : .outOfRange
    case (.seeds, .range(let range)): return range.lowerBound >= 0 ? .fits : .outOfRange
    case (.seeds, .list(let values)): return all(values, .seed)
    case (.list(let element), .list(let values)): return all(values, element)
    case (.record(let element), .record(let record)):
      return all(record.entries.map(\.value), element)
    case (.oneOf(let kinds), _):
      let fits = kinds.map { $0.check(value) }
      return fits.contains(.fits) ? .fits : fits.contains(.outOfRange) ? .outOfRange : .wrongKind
    default: return .wrongKind
    }
  }

  private static let seed = ArgumentKind.number(NumberRange(lower: 0, isWhole: true))

  private func all(_ values: [Value], _ element: ArgumentKind) -> Fit {
    let fits = values.map { element.check($0) }
    return fits.contains(.wrongKind) ? .wrongKind : fits.contains(.outOfRange) ? .outOfRange : .fits
  }
}
