import TandemLanguage
import TestSupport
import Testing

/// What is offered at `|`.
@Suite struct CompletionTests {
  private func complete(_ marked: String) -> CompletionList {
    let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    let completer = Completer(catalog: TestCatalog.catalog, names: TestCatalog.session)
    return completer.complete(parts.joined(), cursor: parts[0].unicodeScalars.count)
  }

  private func offers(_ marked: String) -> [String] { complete(marked).matches.map(\.text) }

  @Test(
    "what is offered first is what fits",
    arguments: [
      // statements and declarations
      ("arch|", ["architecture"]), ("let a = 1\nwei|", ["weighting"]), ("let a = 1; le|", ["let"]),
      ("tra|", ["train"]), ("data d = |", ["digits", "houses", "mystery", "csv"]),
      ("task t = cl|", ["classify"]), ("architecture a = m|", ["mystery", "mmoe"]),
      ("weighting w = unc|", ["uncertainty"]), ("weighting w = initial|", ["initial_loss"]),
      ("data d|", []), ("let |", []),
      // labels
      ("train(trunk, digit, ep|", ["epochs: "]), ("train(trunk, digit, epochs: 3, ep|", ["epoch"]),
      ("hard { en|", ["encoder: "]), ("hard {\n  encoder: relu\n  he|", ["heads: "]),
      ("hard {\n  encoder: relu\n  en|", []), ("mmoe(experts: 3) {\n  exp|", ["expert: "]),
      ("mmoe(experts: 3, |", ["expert: ", "heads: "]), ("digits.split(|", ["train: ", "seed: "]),
      ("fixed(di|", ["digit: "]), ("hard { heads: [el|", ["else: "]),
      // arguments by kind
      ("train(trunk, digit, weighting: unc|", ["uncertainty"]),
      ("train(trunk, digit, weighting: ba|", ["balance"]),
      ("train(trunk, digit, optimizer: |", ["mystery", "adam", "sgd"]),
      ("train(trunk, digit, schedule: co|", ["constant", "cosine"]),
      ("train(tru|", ["trunk"]), ("train(trunk, [dig|", ["digit"]),
      ("train(trunk, pa|", ["parity"]),
      ("compare(trunk, digit, weightings: [equal(), lag|", ["lagging"]),
      ("classify(digits.label, metrics: [r|", ["r2", "rmse"]),
      ("regress(digits.label, loss: h|", ["huber"]), ("hard { encoder: de|", ["dense"]),
      ("hard { encoder: dense(3) -> re|", ["relu"]), ("let n = relu -> dr|", ["dropout"]),
      ("hard { encoder: relu, heads: [ink: ta|", ["tanh"]), ("fixed(digit: ep|", ["epoch"]),
      // words
      ("plot([1], kind: po|", ["points"]), ("plot([1], log: |", ["x", "y"]),
      ("methods(wei|", ["weighting"]),
      ("dense(3, bias: tr|", ["true"]),
      // parts
      ("digits.|", ["pixels", "label", "shuffle", "split", "take", "where"]),
      ("digits.la|", ["label"]), ("digits.take(3).sh|", ["shuffle"]),
      ("houses.|", ["price", "rooms", "shuffle", "split", "take", "where"]),
      ("run.l|", ["loss"]), ("settings.|", ["epochs", "seed"]), ("houses.price.m|", ["mean"]),
      ("plot(run.t|", ["test", "time"]), ("houses[\"|", ["price", "rooms", "Jitter(%)"]),
      ("houses[\"J|", ["Jitter(%)"]), ("let d = digits\nd.la|", ["label"]),
      // names of the cell itself
      ("let mine = 3\nprint(mi|", ["mine"]), ("let f(width = 1) = wid|", ["width"]),
      // behind a value
      ("rate i|", ["in", "if"]), ("1 if true el|", ["else"]),
      // nothing
      ("# tra|", []), ("print(\"tra|", []), ("12|", []),
    ])
  func offered(marked: String, expected: [String]) {
    let offers = offers(marked)
    #expect(Array(offers.prefix(expected.count)) == expected, "\(offers)")
    if expected.isEmpty { #expect(offers.isEmpty, "\(offers)") }
  }

  @Test("an empty cell offers every way to begin")
  func beginning() {
    let offers = offers("|")
    for text in ["data", "task", "architecture", "weighting", "let", "train", "digits", "trunk"] {
      #expect(offers.contains(text))
    }
    #expect(Set(offers).count == offers.count)
  }

  @Test("where nothing fits, what there is at all is offered")
  func fallback() {
    #expect(offers("train(trunk, digit, optimizer: unc|") == ["uncertainty"])
  }

  @Test("the whole word is replaced, counted in Unicode scalars")
  func ranges() {
    let list = complete("print(\"👨‍👩‍👧 é\", rat|e)")
    #expect(list.matches.map(\.text) == ["rate"])
    // print(" is 7, the family 5, a space, é, ", then the comma and a space.
    #expect(list.start == 17 && list.end == 21)
    let label = complete("train(trunk, digit, |)")
    #expect(label.start == 20 && label.end == 20)
    let column = complete("houses[\"Ji|\"]")
    #expect(column.start == 8 && column.end == 10)
  }

  @Test("a cursor outside the text is clamped")
  func clamped() {
    let completer = Completer(catalog: TestCatalog.catalog, names: TestCatalog.session)
    #expect(completer.complete("tra", cursor: 99).matches.map(\.text) == ["train"])
    #expect(completer.complete("tra", cursor: -1).start == 0)
    #expect(completer.complete("", cursor: 5).end == 0)
  }

  @Test("matches say what they are")
  func types() {
    let matches = complete("tr|").matches
    #expect(matches.first { $0.text == "train" }?.type == "function")
    #expect(
      matches.first { $0.text == "train" }?.signature?.hasPrefix("train(architecture:") == true)
    #expect(matches.first { $0.text == "trunk" }?.type == "instance")
    #expect(complete("digits.la|").matches.first?.type == "property")
    #expect(complete("arch|").matches.first?.type == "keyword")
  }

  @Test("every cell can be completed and inspected anywhere")
  func anywhere() {
    let completer = Completer(catalog: TestCatalog.catalog, names: TestCatalog.session)
    let inspector = Inspector(catalog: TestCatalog.catalog, names: TestCatalog.session)
    for cell in MutationTests.cells where cell.source.count < 300 {
      let count = cell.source.unicodeScalars.count
      for cursor in 0...count {
        let list = completer.complete(cell.source, cursor: cursor)
        #expect(
          list.start >= 0 && list.start <= cursor && list.end >= list.start && list.end <= count)
        _ = inspector.target(in: cell.source, cursor: cursor)
      }
    }
  }
}
