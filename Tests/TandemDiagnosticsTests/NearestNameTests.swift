import TandemDiagnostics
import Testing

/// A name within two edits is suggested, or one that begins alike, else what there is.
@Suite struct NearestNameTests {
  private let known = [
    "dense", "relu", "dropout", "uncertainty", "cross_entropy", "mean_squared", "experts", "expert",
    "train", "mae", "rmse",
  ]

  @Test(
    "the name that was probably meant",
    arguments: [
      ("unceratinty", "uncertainty"), ("uncertanty", "uncertainty"), ("Dense", "dense"),
      ("desne", "dense"), ("rleu", "relu"), ("droput", "dropout"), ("trani", "train"),
      ("cross", "cross_entropy"), ("cross_entropi_loss", "cross_entropy"),
      ("mean_sq", "mean_squared"),
      ("expert_count", "experts"), ("experst", "experts"), ("mse", "mae"),
      ("uncertaintyy", "uncertainty"),
    ])
  func near(written: String, meant: String) {
    #expect(known.nearest(to: written) == meant)
  }

  @Test("no name is near", arguments: ["quux", "x", "", "conv", "sweep", "de", "lion"])
  func far(written: String) {
    #expect(known.nearest(to: written) == nil)
  }

  @Test("a suggestion is a label and a fix, else help lists what there is")
  func suggestion() {
    let span = SourceSpan(cell: 1, lower: 0, upper: 5)
    var near = Diagnostic("a", "b", at: span)
    near.suggest(known, for: "desne", else: "there is nothing")
    #expect(near.label == "did you mean 'dense'?")
    #expect(near.fixIts == [FixIt(span, "dense")])
    #expect(near.help.isEmpty)
    var far = Diagnostic("a", "b", at: span)
    far.suggest(known, for: "quux", else: "there is nothing")
    #expect(far.label == nil && far.fixIts.isEmpty)
    #expect(far.help == ["there is nothing"])
  }

  @Test("names in a row")
  func phrases() {
    #expect(["a"].phrase("or") == "'a'")
    #expect(["a", "b", "c"].phrase("or") == "'a', 'b' or 'c'")
    #expect([String]().phrase("and") == "nothing")
    let many = (1...20).map(String.init)
    #expect(many.phrase("and").hasSuffix("'12' and 8 more"))
  }
}
