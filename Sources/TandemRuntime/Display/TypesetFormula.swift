import TandemCatalog
import TandemLearning

/// A formula as HTML with italics, raised and lowered letters, and as a line of text.
struct TypesetFormula {
  var html: String
  var text: String

  /// A formula that stands in a descriptor, in Unicode: single letters are variables, words are not.
  init(unicode: String) {
    text = unicode
    html = Self.html(of: Array(unicode))
  }

  /// What a person wrote for every task.
  init(left: String, _ formula: Formula) {
    text = "\(left) = \(formula.root.sourceText)"
    html = "\(Self.html(of: Array(left))) = \(FormulaMarkup.html(formula.root))"
  }

  /// What a person wrote for one task.
  init(left: String, of task: String, _ formula: Formula) {
    text = "\(left)(\(ControlText.cut(task, to: 40))) = \(formula.root.sourceText)"
    html =
      "<i>\(HTMLText.escaped(left))</i><sub>\(HTMLText.escaped(ControlText.cut(task, to: 40)))</sub> = "
      + FormulaMarkup.html(formula.root)
  }

  private static let lowered: [Character: String] = [
    "ₖ": "k", "ᵢ": "i", "ⱼ": "j", "ₑ": "e", "₀": "0", "₁": "1", "₂": "2", "ₜ": "t",
  ]
  private static let raised: [Character: String] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁻": "−", "ˣ": "x", "ᵀ": "T",
  ]

  private static func html(of characters: [Character]) -> String {
    var html = ""
    var index = 0
    while index < characters.count {
      let character = characters[index]
      if character == "^", let (inner, next) = group(in: characters, after: index) {
        html += "<sup>\(self.html(of: inner))</sup>"
        index = next
      } else if let (letters, next) = run(in: characters, from: index, of: lowered) {
        html += "<sub>\(marked(letters))</sub>"
        index = next
      } else if let (letters, next) = run(in: characters, from: index, of: raised) {
        html += "<sup>\(marked(letters))</sup>"
        index = next
      } else if character.isLetter, lowered[character] == nil {
        let word = characters[index...].prefix { $0.isLetter && isPlain($0) }
        // A word, as softmax, stands upright; a single letter is a variable. Σ and argmin are signs.
        let text = HTMLText.escaped(String(word))
        html += word.count == 1 && word.first != "Σ" ? "<i>\(text)</i>" : text
        index += max(word.count, 1)
      } else {
        html += HTMLText.escaped(String(character))
        index += 1
      }
    }
    return html
  }

  private static func isPlain(_ character: Character) -> Bool {
    lowered[character] == nil && raised[character] == nil
  }

  private static func marked(_ letters: String) -> String {
    letters.map { $0.isLetter ? "<i>\($0)</i>" : HTMLText.escaped(String($0)) }.joined()
  }

  /// What `^` raises: what stands in the brackets after it, or one character.
  private static func group(in characters: [Character], after index: Int) -> (
    [Character], next: Int
  )? {
    guard index + 1 < characters.count else { return nil }
    guard characters[index + 1] == "(" else { return ([characters[index + 1]], index + 2) }
    var depth = 0
    for end in index + 1..<characters.count {
      if characters[end] == "(" { depth += 1 }
      if characters[end] == ")" { depth -= 1 }
      if depth == 0 { return (Array(characters[index + 2..<end]), end + 1) }
    }
    return nil
  }

  private static func run(
    in characters: [Character], from index: Int, of table: [Character: String]
  ) -> (String, next: Int)? {
    let letters = characters[index...].prefix { table[$0] != nil }
    guard !letters.isEmpty else { return nil }
    return (letters.compactMap { table[$0] }.joined(), index + letters.count)
  }
}
