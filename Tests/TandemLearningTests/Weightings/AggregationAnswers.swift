import TandemCatalog
import TandemTensors

@testable import TandemLearning

/// An entry of `aggregation.json`, and what of ours must give the same: a line here joins the table of errors.
struct AggregationAnswer: Sendable {
  typealias Case = AggregationReference.Case

  /// The name in the file.
  var name: String
  /// Our answer for a case.
  var answer: @Sendable (Case) throws -> Combination
  /// The file's direction, where it has several.
  var wanted: @Sendable (Case.Answer) -> [Double]? = { $0.direction }
  /// Whether the file's weights are meant, too.
  var hasWeights = true

  /// A gradient method on a case's gradients, made by its name and arguments.
  static func gradients(
    _ name: String, _ method: String, _ arguments: [String: Value] = [:],
    preferring: Bool = false, wanted: (@Sendable (Case.Answer) -> [Double]?)? = nil
  ) -> Self {
    var answer = Self(
      name: name,
      answer: { reference in
        var written = arguments
        if preferring {
          written["preference"] = .list(reference.inputs.preference.map(Value.number))
        }
        var context = MethodContext(
          generator: Generator(seed: 1), probe: FixedProbe(rows: reference.G))
        var made = try choice(method, written).gradientMethod
        return try made?.combine(reference.gradients, in: &context) ?? .weights([])
      })
    if let wanted {
      answer.wanted = wanted
      answer.hasWeights = false
    }
    return answer
  }

  /// A weighting or gradient method by its name in the language.
  static func choice(_ method: String, _ arguments: [String: Value]) throws -> WeightingChoice {
    guard let entry = Weightings.all.first(where: { $0.descriptor.name == method }),
      case .object(let object) = try entry.make(
        try entry.descriptor.bind(arguments.map { WrittenArgument(label: $0.key, $0.value) })),
      let choice = object as? WeightingChoice
    else { throw WeightingLaws.MissingChoice() }
    return choice
  }

  /// All that the table lists.
  static let all = gradientMethods + moving + losses

  private static let gradientMethods: [Self] = [
    .gradients("mgda", "mgda"),
    .gradients("mgda_l2", "mgda", ["normalization": .text("l2")]),
    .gradients("mgda_loss", "mgda", ["normalization": .text("loss")]),
    .gradients("mgda_loss_plus", "mgda", ["normalization": .text("loss_plus")]),
    .gradients("pcgrad", "pcgrad", ["order": .text("ascending")]),
    Self(
      name: "pcgrad_reverse",
      answer: { reference in
        .weights(GradientSurgery.weights(for: reference.gradients) { $0.reverse() })
      }),
    .gradients("cagrad_c0.2", "cagrad", ["c": .number(0.2)]),
    .gradients("cagrad_c0.5", "cagrad", ["c": .number(0.5)]),
    .gradients("cagrad_c0.8", "cagrad", ["c": .number(0.8)]),
    .gradients("imtl_g", "imtl_g"),
    .gradients("nash_mtl", "nash_mtl", ["max_norm": .number(0)]),
    .gradients("fairgrad_alpha0.5", "fairgrad", ["alpha": .number(0.5)]),
    .gradients("fairgrad_alpha1", "fairgrad"),
    .gradients("fairgrad_alpha2", "fairgrad", ["alpha": .number(2)]),
    .gradients("aligned_mtl_min", "aligned_mtl"),
    .gradients("aligned_mtl_median", "aligned_mtl", ["scale": .text("median")]),
    .gradients("aligned_mtl_rmse", "aligned_mtl", ["scale": .text("rmse")]),
    .gradients("upgrad_exact", "upgrad"),
    .gradients("upgrad", "upgrad", ["regularization": .number(1e-4)]),
    .gradients("upgrad_pref", "upgrad", ["regularization": .number(1e-4)], preferring: true),
    .gradients("dualproj_exact", "dualproj"),
    .gradients("dualproj", "dualproj", ["regularization": .number(1e-4)]),
    .gradients("dualproj_pref", "dualproj", ["regularization": .number(1e-4)], preferring: true),
    .gradients("config", "config"),
    .gradients("gem", "gem"),
    .gradients("agem", "agem"),
    .gradients("pcd_tau0.02", "pcd"),
    .gradients("pcd_tau0.5", "pcd", ["tau": .number(0.5)]),
  ]

  /// Conventions of other codes that arguments reach.
  static let conventions: [Self] =
    ["l2", "loss", "loss_plus"].map { word in
      .gradients(
        "mgda_\(word)", "mgda", ["normalization": .text(word), "combines": .text("normalized")],
        wanted: { $0.direction_normalised })
    }
    + [0.2, 0.5, 0.8].flatMap { c in
      [
        .gradients(
          "cagrad_c\(c)", "cagrad", ["c": .number(c), "rescale": .text("squared")],
          wanted: { $0.direction_rescale1 }),
        .gradients(
          "cagrad_c\(c)", "cagrad", ["c": .number(c), "rescale": .text("linear")],
          wanted: { $0.direction_rescale2 }),
      ]
    } + [.gradients("nash_mtl", "nash_mtl", wanted: { $0.direction_max_norm1 })]
}
