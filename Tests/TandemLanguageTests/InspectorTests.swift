import TandemCatalog
import TandemLanguage
import Testing

/// What `|` points at.
@Suite struct InspectorTests {
  private func target(_ marked: String) -> String {
    let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    let inspector = Inspector(catalog: TestCatalog.catalog, names: TestCatalog.session)
    switch inspector.target(in: parts.joined(), cursor: parts[0].unicodeScalars.count) {
    case .function(let method): return "function \(method.name)"
    case .argument(let method, let argument): return "argument \(argument.name) of \(method.name)"
    case .value(let name): return "value \(name)"
    case .part(let path): return "part \(path.sourceText)"
    case .member(let member): return "member \(member.name)"
    case .keyword(let kind): return "keyword \(kind.rawValue)"
    case .signal(let name): return "signal \(name)"
    case nil: return "nothing"
    }
  }

  @Test(
    "the name at the cursor, or else the call around it",
    arguments: [
      ("tr|ain(trunk)", "function train"), ("|train(trunk)", "function train"),
      ("train|(trunk)", "function train"), ("train(tr|unk)", "value trunk"),
      ("train(|)", "function train"), ("train(trunk, [|", "nothing"),
      ("train(trunk, ep|ochs: 3)", "argument epochs of train"),
      ("train(trunk, epochs: |3)", "function train"),
      ("hard {\n  enc|oder: relu }", "argument encoder of hard"),
      ("dig|its.take(3)", "value digits"), ("data digits = dig|its()", "function digits"),
      ("digits.ta|ke(3)", "function take"), ("digits.take(|", "function take"),
      ("run.lo|ss", "member loss"), ("wei|ghting w = equal()", "keyword weighting"),
      ("train(trunk, weigh|ting: w)", "argument weighting of train"),
      ("weighting w = lo|ss", "signal loss"), ("lag|ging(alpha: 2)", "function lagging"),
      ("lagging(alp|ha: 2)", "argument alpha of lagging"), ("rel|u", "function relu"),
      ("nothing|", "nothing"), ("# tra|in", "nothing"), ("\"tra|in\"", "nothing"), ("|", "nothing"),
    ])
  func targets(marked: String, expected: String) {
    #expect(target(marked) == expected)
  }
}
