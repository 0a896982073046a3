/// A value of the language.
///
/// Literals are cases of their own; all else that a cell can name (data, tasks, layers, runs, …) is
/// an object of the module that defines it.
public indirect enum Value: Sendable {
  case none
  case truth(Bool)
  case number(Double)
  case text(String)
  case range(ClosedRange<Int>)
  case list([Value])
  case record(Record)
  case object(any ValueObject)

  /// What kind of value this is.
  public var kind: ValueKind {
    switch self {
    case .none: .none
    case .truth: .truth
    case .number: .number
    case .text: .text
    case .range: .range
    case .list: .list
    case .record: .record
    case .object(let object): object.kind
    }
  }
}

/// What every object of the language can do, whichever module defines it.
public protocol ValueObject: Sendable {
  var kind: ValueKind { get }

  /// Source text of the language that makes this value again; `save` writes it, `load` reads it.
  var sourceText: String { get }

  /// The place that made the value; `nil` where no cell did.
  var origin: ValueOrigin? { get set }

  /// Whether the other value is made of the same parts; where it came from does not count.
  func isEqual(to other: any ValueObject) -> Bool
}

extension ValueObject {
  /// By default two objects are the same if they would be written the same way.
  public func isEqual(to other: any ValueObject) -> Bool {
    kind == other.kind && sourceText == other.sourceText
  }
}

extension Value: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.none, .none): true
    case (.truth(let a), .truth(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.text(let a), .text(let b)): a == b
    case (.range(let a), .range(let b)): a == b
    case (.list(let a), .list(let b)): a == b
    case (.record(let a), .record(let b)): a == b
    case (.object(let a), .object(let b)): a.isEqual(to: b)
    default: false
    }
  }
}

/// Labelled values in the order in which they were written, as in `[ink: dense(16), else: relu]`.
public struct Record: Equatable, Sendable {
  public var entries: [Entry]

  /// One labelled value.
  public struct Entry: Equatable, Sendable {
    public var label: String
    public var value: Value

    /// Creates a labelled value.
    public init(_ label: String, _ value: Value) {
      self.label = label
      self.value = value
    }
  }

  /// Creates a record; the caller has made sure that no label stands twice.
  public init(_ entries: [Entry] = []) {
    self.entries = entries
  }

  /// The value with this label, or `nil`.
  public subscript(label: String) -> Value? {
    entries.first { $0.label == label }?.value
  }

  /// The value for `name`: its own entry, or else the one labelled `else`.
  public func value(for name: String) -> Value? {
    self[name] ?? self["else"]
  }
}
