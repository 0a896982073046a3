import TandemCatalog
import TandemTensors

/// The reference pages of the language for the command: `tandem help`, made from the descriptors.
package enum HelpPages {
  /// The page of a function, of a kind of value or of a declaring word; `nil` where there is none.
  ///
  /// - Parameter name: As `train`, `weighting` or `data.take`; `nil` for the overview.
  /// - Returns: Plain text.
  package static func text(about name: String?) -> String? {
    let catalog = Library.standard(interrupt: InterruptFlag()).catalog
    guard let name else { return HelpPage(overview: catalog).text }
    if let function = catalog.functions[name] { return HelpPage(about: function).text }
    let words = name.split(separator: ".").map(String.init)
    if words.count == 2, let kind = ValueKind(rawValue: words[0]) {
      if let method = catalog.method(words[1], of: kind) { return HelpPage(about: method).text }
      return catalog.member(words[1], of: kind).map { HelpPage(about: $0).text }
    }
    guard let kind = ValueKind(rawValue: name), !catalog.functions(giving: kind).isEmpty else {
      return nil
    }
    return HelpPage(listing: kind, in: catalog).text
  }

  /// All names that have a page.
  package static var names: [String] {
    let catalog = Library.standard(interrupt: InterruptFlag()).catalog
    let methods = ValueKind.allCases.flatMap { kind in
      catalog.methods(of: kind).map { "\(kind.rawValue).\($0.name)" }
        + catalog.members(of: kind).map { "\(kind.rawValue).\($0.name)" }
    }
    return catalog.functions.keys.sorted() + methods
  }
}
