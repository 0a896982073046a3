import TandemCatalog
import Testing

@testable import TandemLearning

/// What every method of these folders says about itself.
@Suite struct DescriptorTests {
  static let all =
    Tasks.all + Losses.all + Metrics.all + Architectures.all + Weightings.all
  static let names = all.map(\.descriptor.name)

  private func descriptor(_ name: String) throws -> MethodDescriptor {
    try #require(Self.all.first { $0.descriptor.name == name }).descriptor
  }

  @Test func `the methods that are due are there`() {
    let weightings = Set(Weightings.all.map(\.descriptor.name))
    #expect(Set(Self.names).count == Self.names.count)
    #expect(
      Self.names.filter { !weightings.contains($0) } == [
        "classify", "regress", "multilabel", "cross_entropy", "focal", "kl",
        "binary_cross_entropy", "dice", "mean_squared", "mean_absolute", "huber", "quantile",
        "poisson", "cosine_distance", "triplet", "accuracy", "f1", "f1_micro", "auc", "log_loss",
        "rmse", "mae", "r2", "single", "hard", "mmoe",
      ])
    #expect(
      weightings.isSuperset(of: [
        "equal", "fixed", "formula", "prefer", "uncertainty", "imtl_l", "gradnorm", "dwa", "lbtw",
        "dtp", "famo", "excess_mtl", "go4align", "rlw", "gls", "si", "tchebycheff", "stch",
        "cosmos", "pbi", "pcgrad", "mgda", "gradvac", "graddrop", "db_mtl", "moco", "modo",
        "sdmgrad", "moml", "forum", "auto_lambda", "metabalance", "norm_balance", "cr_mogm",
      ]))
  }

  @Test("a page has a summary line, and help for each argument", arguments: names)
  func page(name: String) throws {
    let method = try descriptor(name)
    #expect(method.result != nil)
    #expect(!method.summary.isEmpty && !method.summary.hasSuffix("."))
    #expect(!method.examples.isEmpty)
    for argument in method.arguments {
      #expect(!argument.summary.isEmpty && !argument.summary.hasSuffix("."))
      if case .optional(let value) = argument.presence, value != .none {
        #expect(argument.accepts.check(value) == .fits, "\(argument.name)")
      }
    }
    if method.paper != nil { #expect(method.source != nil) }
  }

  @Test("a published method has its formula and its source", arguments: names)
  func published(name: String) throws {
    let method = try descriptor(name)
    let isWeighting = method.result == .weighting
    guard isWeighting || ["hard", "mmoe"].contains(name) else { return }
    #expect(method.formula != nil)
    // These are no one's.
    if !["equal", "fixed", "formula", "prefer"].contains(name) { #expect(method.source != nil) }
  }
}
