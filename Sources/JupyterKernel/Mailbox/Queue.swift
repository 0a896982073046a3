/// First in, first out, in constant time.
struct Queue<Element> {
  private var elements: [Element] = []
  private var head = 0

  var isEmpty: Bool { head == elements.count }
  var count: Int { elements.count - head }
  var first: Element? { isEmpty ? nil : elements[head] }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func popFirst() -> Element? {
    guard !isEmpty else { return nil }
    let element = elements[head]
    head += 1
    // Give the passed ones back once they are the larger part: constant time on average.
    if head * 2 > elements.count {
      elements.removeFirst(head)
      head = 0
    }
    return element
  }

  /// Changes the newest element in place.
  mutating func updateLast(_ change: (inout Element) -> Bool) -> Bool {
    isEmpty ? false : change(&elements[elements.count - 1])
  }

  func contains(where isWanted: (Element) -> Bool) -> Bool {
    elements[head...].contains(where: isWanted)
  }

  mutating func updateEach(_ change: (inout Element) -> Void) {
    for index in head..<elements.count { change(&elements[index]) }
  }
}
