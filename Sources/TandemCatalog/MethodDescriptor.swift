/// What a function or a method of the field says about itself.
///
/// Checker, completion, `help`, `methods(…)`, the reference pages and the law tests all read it; it
/// is the only place that knows both the name in the language and the name in Swift.
public struct MethodDescriptor: Sendable {
  /// The name in the language.
  public var name: String
  /// What a call gives: a weighting, a layer, …; `nil` where it depends on the arguments.
  public var result: ValueKind?
  /// The kind of value after whose `.` the name stands, as in `digits.take(5)`; else `nil`.
  public var receiver: ValueKind?
  public var arguments: [ArgumentDescriptor]
  /// One line, without a full stop.
  public var summary: String
  /// More of help, as paragraphs.
  public var details: [String]
  /// The formula in plain text with Unicode, as the method's documentation comment has it.
  public var formula: String?
  /// Authors, venue, year.
  public var source: String?
  /// The paper's number at arXiv.
  public var paper: String?
  /// Where we leave the paper or its reference code.
  public var differs: String?
  /// Cells that run as they stand, for help.
  public var examples: [String]
  /// What a weighting has to be given each step.
  public var needs: SignalNeeds
  /// What a weighting or gradient method guarantees; the law tests check each.
  public var guarantees: MethodGuarantees
  /// Whether it is a weighting that combines gradients, not losses; the registry says so.
  public var combinesGradients = false
  /// What a step of it costs, in terms of the tasks K and the shared part's parameters P.
  public var cost: String?

  /// Creates a description.
  public init(
    _ name: String, gives result: ValueKind?, on receiver: ValueKind? = nil,
    needs: SignalNeeds = [], guarantees: MethodGuarantees = [], _ summary: String,
    formula: String? = nil, source: String? = nil, paper: String? = nil, differs: String? = nil,
    cost: String? = nil, details: [String] = [], examples: [String] = [],
    _ arguments: [ArgumentDescriptor] = []
  ) {
    self.name = name
    self.result = result
    self.receiver = receiver
    self.needs = needs
    self.guarantees = guarantees
    self.cost = cost
    self.summary = summary
    self.formula = formula
    self.source = source
    self.paper = paper
    self.differs = differs
    self.details = details
    self.examples = examples
    self.arguments = arguments
  }

  /// Whether the function may be named without its brackets.
  public var hasOnlyDefaults: Bool {
    arguments.allSatisfy { $0.defaultValue != nil }
  }

  /// How a call is written: `mmoe(experts: 8, expert:, heads: none)`.
  public var signature: String {
    let parts = arguments.map { argument in
      switch argument.presence {
      case .required: "\(argument.name):"
      case .optional(let value):
        if case .word = argument.accepts, case .text(let word) = value {
          "\(argument.name): \(word)"
        } else {
          "\(argument.name): \(value.sourceText)"
        }
      case .variadic: "\(argument.name), …"
      case .labels: "name: \(argument.name), …"
      }
    }
    return "\(name)(" + parts.joined(separator: ", ") + ")"
  }
}

/// A part of a value that stands after a `.`, as `loss` in `run.loss`.
public struct MemberDescriptor: Sendable {
  public var name: String
  public var owner: ValueKind
  /// What the part is; `nil` where it depends.
  public var gives: ValueKind?
  public var summary: String

  /// Creates a member's description.
  public init(_ name: String, of owner: ValueKind, gives: ValueKind?, _ summary: String) {
    self.name = name
    self.owner = owner
    self.gives = gives
    self.summary = summary
  }
}
