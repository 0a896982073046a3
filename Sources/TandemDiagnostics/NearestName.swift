extension Collection<String> {
  /// The name that was probably meant: one within two edits, or else one that begins alike.
  ///
  /// Of a short name an edit leaves little, so that it may differ in a third of its letters at most.
  package func nearest(to written: String) -> String? {
    let word = Array(written.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for name in self where name != written {
      let other = Array(name.lowercased().unicodeScalars)
      let length = Swift.max(word.count, other.count)
      let limit = Swift.min(2, Swift.max(1, length / 3), length - 1)
      guard abs(word.count - other.count) <= limit else { continue }
      let distance = editDistance(word, other)
      if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name ?? longestAlike(word)
  }

  /// The first of those that share most letters at their beginning: three at least, and half of one.
  private func longestAlike(_ word: [Unicode.Scalar]) -> String? {
    var best: (name: String, length: Int)?
    for name in self {
      let other = Array(name.lowercased().unicodeScalars)
      let length = zip(word, other).prefix { $0 == $1 }.count
      guard length >= 3, length * 2 >= Swift.min(word.count, other.count) else { continue }
      if length > best?.length ?? 0 { best = (name, length) }
    }
    return best?.name
  }
}

/// How many letters must be put in, left out, changed or swapped with their neighbour.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var row = [i + 1]
    for (j, y) in b.enumerated() {
      var distance = Swift.min(last[j + 1] + 1, row[j] + 1, last[j] + (x == y ? 0 : 1))
      if i > 0, j > 0, x == b[j - 1], a[i - 1] == y {
        distance = Swift.min(distance, beforeLast[j - 1] + 1)
      }
      row.append(distance)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}

extension Diagnostic {
  /// Proposes the name that was probably meant, or else says what there is.
  /// - Parameters:
  ///   - known: Names that would have been right here, those most likely first.
  ///   - written: What stands at the error's place.
  ///   - fallback: Help for where no name is near.
  package mutating func suggest(_ known: [String], for written: String, else fallback: String) {
    guard let name = known.nearest(to: written) else { return help.append(fallback) }
    label = "did you mean '\(name)'?"
    if let span { fixIts.append(FixIt(span, name)) }
  }
}

extension Collection<String> {
  /// The names in a row for a message, each between quotes; at most a dozen.
  package func phrase(_ conjunction: String) -> String {
    let quoted = prefix(12).map { "'\($0)'" } + (count > 12 ? ["\(count - 12) more"] : [])
    guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "nothing" }
    return quoted.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}
