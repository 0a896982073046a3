extension [String] {
  /// The name that was probably meant: within two edits, or else one that begins alike.
  func nearest(to name: String) -> String? {
    let letters = [Character](name.lowercased())
    let limit = letters.count <= 2 ? 1 : 2
    let close = map { ($0, editDistance(letters, [Character]($0.lowercased()), limit: limit)) }
      .filter { $0.1 <= limit && $0.1 < Swift.max(letters.count, 2) }
    if let best = close.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }) { return best.0 }
    guard letters.count >= 3 else { return nil }
    return filter { $0.lowercased().hasPrefix(name.lowercased()) || $0.count >= 3 && name.hasPrefix($0) }
      .min { ($0.count, $0) < ($1.count, $1) }
  }
}

/// Edits between two names, a swap of neighbours counting as one; beyond `limit` any larger number.
private func editDistance(_ a: [Character], _ b: [Character], limit: Int) -> Int {
  guard abs(a.count - b.count) <= limit else { return limit + 1 }
  var before: [Int] = []
  var last = [Int](0...b.count)
  for i in a.indices {
    var next = [i + 1]
    for j in b.indices {
      var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, next[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
      next.append(cost)
    }
    (before, last) = (last, next)
  }
  return last[b.count]
}
