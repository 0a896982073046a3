import TandemCatalog
import TandemLanguage

/// A catalog like the real one, which lies above this module.
enum TestCatalog {
  static let catalog = Catalog(methods: functions + methods, members: members)

  static let functions = layers + optimizers + tasks + architectures + weightings + builtins

  private static let layers: [MethodDescriptor] = [
    MethodDescriptor(
      "dense", gives: .layer, "weighs all inputs",
      [.whole("size", atLeast: 1, "outputs"), .truth("bias", default: true, "adds a constant")]),
    MethodDescriptor("relu", gives: .layer, "keeps what is positive"),
    MethodDescriptor("tanh", gives: .layer, "the hyperbolic tangent"),
    MethodDescriptor(
      "dropout", gives: .layer, "drops numbers",
      [.number("rate", default: 0.5, atLeast: 0, below: 1, "how many")]),
  ]

  private static let optimizers: [MethodDescriptor] = [
    MethodDescriptor(
      "adam", gives: .optimizer, "moments",
      [.number("rate", default: 0.001, above: 0, "the learning rate")]),
    MethodDescriptor(
      "sgd", gives: .optimizer, "steps",
      [
        .number("rate", above: 0, "the learning rate"),
        .number("momentum", default: 0, atLeast: 0, below: 1, "what is kept"),
        .truth("nesterov", default: false, "looks ahead"),
      ]),
    MethodDescriptor("constant", gives: .schedule, "stays"),
    MethodDescriptor(
      "cosine", gives: .schedule, "falls", [.number("warmup", default: 0, atLeast: 0, "epochs")]),
    MethodDescriptor(
      "step", gives: .schedule, "falls in steps", [.number("every", above: 0, "epochs")]),
    MethodDescriptor(
      "early", gives: .stop, "stops", [.whole("patience", default: 5, atLeast: 1, "epochs")]),
  ]

  private static let tasks: [MethodDescriptor] = [
    task("classify", .object(.column)), task("regress", .object(.column)),
    task("multilabel", .oneOf([.list(.object(.column)), .object(.column)])),
    MethodDescriptor("accuracy", gives: .metric, "the share that is right"),
    MethodDescriptor("rmse", gives: .metric, "a root"),
    MethodDescriptor("r2", gives: .metric, "variance"),
    MethodDescriptor(
      "huber", gives: .loss, "a loss", [.number("delta", default: 1, above: 0, "the bend")]),
  ]

  private static func task(_ name: String, _ target: ArgumentKind) -> MethodDescriptor {
    MethodDescriptor(
      name, gives: .task, "predicts",
      [
        ArgumentDescriptor("target", target, .required, "what to predict"),
        .optional("loss", .object(.loss), "how it is scored"),
        .optional(
          "metrics", .oneOf([.object(.metric), .list(.object(.metric))]), "what is measured"),
        .number("weight", default: 1, above: 0, "a factor"),
      ])
  }

  private static let heads = ArgumentDescriptor(
    "heads", .oneOf([.object(.layer), .record(.object(.layer))]), .optional(default: .none),
    "each task's layers")

  private static let architectures: [MethodDescriptor] = [
    MethodDescriptor(
      "single", gives: .architecture, "nothing is shared",
      [ArgumentDescriptor("encoder", .object(.layer), .required, "layers"), heads]),
    MethodDescriptor(
      "hard", gives: .architecture, "one encoder",
      [ArgumentDescriptor("encoder", .object(.layer), .required, "layers"), heads]),
    MethodDescriptor(
      "mmoe", gives: .architecture, "experts",
      [
        .whole("experts", default: 8, atLeast: 1, "how many"),
        ArgumentDescriptor("expert", .object(.layer), .required, "layers"), heads,
      ]),
  ]

  private static let weightings: [MethodDescriptor] = [
    MethodDescriptor("equal", gives: .weighting, "alike"),
    MethodDescriptor("uncertainty", gives: .weighting, "learned"),
    MethodDescriptor(
      "dwa", gives: .weighting, "by speed",
      [.number("temperature", default: 2, above: 0, "evens out")]),
    MethodDescriptor(
      "pcgrad", gives: .weighting, needs: .gramian, "projects",
      [.word("order", ["random", "ascending"], default: "random", "of the tasks")]),
    MethodDescriptor(
      "fixed", gives: .weighting, "as you say",
      [ArgumentDescriptor("weight", .formula, .labels, "of a task")]),
    MethodDescriptor(
      "formula", gives: .weighting, "an expression",
      [
        ArgumentDescriptor("weight", .formula, .required, "of each task"),
        .truth("normalize", default: true, "whether scaled"),
      ]),
  ]

  private static let settings: [ArgumentDescriptor] = [
    .whole("epochs", default: 20, atLeast: 1, "passes"),
    .whole("batch", default: 64, atLeast: 1, "rows a step"),
    .optional("optimizer", .object(.optimizer), "makes steps"),
    .optional("schedule", .object(.schedule), "changes the rate"),
    .optional("stop", .object(.stop), "ends early"),
  ]

  private static func objects(_ kind: ValueKind) -> ArgumentKind {
    .oneOf([.list(.object(kind)), .object(kind)])
  }

  private static let operand = ArgumentKind.oneOf([.number(NumberRange()), .object(.column)])

  private static let axis = ArgumentKind.word(["x", "y"])

  private static let builtins: [MethodDescriptor] = [
    MethodDescriptor("digits", gives: .data, "scans"),
    MethodDescriptor(
      "csv", gives: .data, "a file",
      [.text("path", "the file"), .text("separator", default: ",", "between fields")]),
    MethodDescriptor(
      "train", gives: .run, "trains",
      [
        ArgumentDescriptor("architecture", .object(.architecture), .required, "what is shared"),
        ArgumentDescriptor("tasks", objects(.task), .required, "what is learned"),
        .optional("weighting", .object(.weighting), "brings losses together"),
      ] + settings + [.whole("seed", default: 0, atLeast: 0, "of all chance")]),
    MethodDescriptor(
      "compare", gives: .comparison, "trains all mixes",
      [
        ArgumentDescriptor("architectures", objects(.architecture), .required, "what is shared"),
        ArgumentDescriptor("tasks", objects(.task), .required, "what is learned"),
        .optional("weightings", objects(.weighting), "bring losses together"),
        ArgumentDescriptor("seeds", .seeds, .optional(default: .range(1...3)), "of all chance"),
      ] + settings),
    MethodDescriptor(
      "plot", gives: .plot, "draws",
      [
        ArgumentDescriptor("x", .any, .required, "what"), .optional("y", .any, "over x"),
        .optional("kind", .word(["lines", "points", "bars", "heat"]), "marks"),
        .optional("log", .oneOf([axis, .list(axis)]), "axes"),
        .optional("title", .text, "headline"),
      ]),
    MethodDescriptor(
      "print", gives: nil, "writes",
      [
        ArgumentDescriptor("value", .any, .variadic, "what"),
        .truth("error", default: false, "to the error stream"),
      ]),
    MethodDescriptor(
      "show", gives: nil, "shows", [ArgumentDescriptor("value", .any, .required, "what")]),
    MethodDescriptor(
      "help", gives: nil, "a page", [.optional("topic", .topic, "of what")]),
    MethodDescriptor(
      "methods", gives: nil, "a list",
      [.word("kind", ["data", "layer", "task", "weighting"], "of what")]),
    MethodDescriptor(
      "abs", gives: nil, "size", [ArgumentDescriptor("x", operand, .required, "a number")]),
    MethodDescriptor(
      "log", gives: nil, "logarithm", [ArgumentDescriptor("x", operand, .required, "a number")]),
    MethodDescriptor(
      "max", gives: nil, "largest",
      [ArgumentDescriptor("values", .oneOf([operand, .list(operand)]), .variadic, "some")]),
  ]

  private static let methods: [MethodDescriptor] = [
    MethodDescriptor(
      "take", gives: .data, on: .data, "the first rows", [.whole("count", atLeast: 0, "how many")]),
    MethodDescriptor(
      "where", gives: .data, on: .data, "rows",
      [ArgumentDescriptor("condition", .object(.column), .required, "which")]),
    MethodDescriptor(
      "split", gives: .data, on: .data, "parts",
      [
        .number("train", default: 0.7, above: 0, atMost: 1, "share"),
        .whole("seed", default: 0, atLeast: 0, "of chance"),
      ]),
    MethodDescriptor(
      "shuffle", gives: .data, on: .data, "mixes",
      [.whole("seed", default: 0, atLeast: 0, "of chance")]),
  ]

  private static let members: [MemberDescriptor] = [
    MemberDescriptor("mean", of: .column, gives: nil, "the mean"),
    MemberDescriptor("sum", of: .column, gives: nil, "the sum"),
    MemberDescriptor("loss", of: .run, gives: .curves, "training losses"),
    MemberDescriptor("weights", of: .run, gives: .curves, "weights"),
    MemberDescriptor("metrics", of: .run, gives: .evaluation, "metrics"),
    MemberDescriptor("test", of: .run, gives: .evaluation, "on the test split"),
    MemberDescriptor("time", of: .run, gives: .number, "seconds"),
    MemberDescriptor("count", of: .list, gives: .number, "items"),
  ]

  /// A session in which the programme of the language's page has run.
  static let session = SessionNames(
    values: [
      "digits": ValueFacts(.data, columns: ["pixels", "label"]),
      "houses": ValueFacts(.data, columns: ["price", "rooms", "Jitter(%)"]),
      "digit": ValueFacts(.task), "parity": ValueFacts(.task), "ink": ValueFacts(.task),
      "trunk": ValueFacts(.architecture), "experts": ValueFacts(.architecture),
      "balance": ValueFacts(.weighting), "surgery": ValueFacts(.weighting),
      "run": ValueFacts(.run), "rate": ValueFacts(.number), "title": ValueFacts(.text),
      "points": ValueFacts(.number), "settings": ValueFacts(.record, labels: ["epochs", "seed"]),
      "mystery": ValueFacts.unknown,
    ],
    functions: [
      "lagging": MethodDescriptor(
        "lagging", gives: .weighting, "(loss / initial_loss) ^ alpha",
        [ArgumentDescriptor("alpha", .any, .optional(default: .number(1.5)), "a parameter")])
    ])
}
