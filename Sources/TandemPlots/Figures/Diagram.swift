/// Boxes and arrows from left to right: what of a network is shared, and what is each task's.
public struct Diagram: Figure {
  public var title: String
  public var subtitle: String?
  public var caption: String?
  /// From left to right, each from top to bottom.
  public var columns: [[Box]]
  public var arrows: [Arrow]
  public var width: Double = 640

  /// A part of the network.
  public struct Box: Sendable, Equatable {
    /// What arrows call it.
    public var id: String
    public var title: String
    /// What it consists of, a line each.
    public var lines: [String]
    /// A last line in small type, as the number of parameters.
    public var note: String?
    public var owner: Owner
    /// How many there are alike; drawn as a stack of cards.
    public var copyCount: Int
    /// Whether the title says how many there are.
    public var showsCount: Bool

    /// Creates a box.
    public init(
      id: String, title: String, lines: [String] = [], note: String? = nil, owner: Owner,
      copyCount: Int = 1, showsCount: Bool = true
    ) {
      self.id = id
      self.title = title
      self.lines = lines
      self.note = note
      self.owner = owner
      self.copyCount = copyCount
      self.showsCount = showsCount
    }
  }

  /// Whose a box is.
  public enum Owner: Sendable, Equatable {
    /// Data that flows in.
    case input
    case shared
    /// One task's, by its colour index.
    case task(Int)
  }

  /// An arrow between two boxes.
  public struct Arrow: Sendable, Equatable {
    public var from: String
    public var to: String

    /// Creates an arrow.
    public init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  /// Creates a diagram.
  public init(
    title: String, subtitle: String? = nil, caption: String? = nil, columns: [[Box]],
    arrows: [Arrow]
  ) {
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.columns = columns.filter { !$0.isEmpty }
    self.arrows = arrows
  }

  public var altText: String {
    func names(_ isWanted: (Owner) -> Bool) -> String {
      columns.joined().filter { isWanted($0.owner) }.map(\.fullTitle).joined(separator: ", ")
    }
    let shared = names { $0 == .shared }
    let own = names { if case .task = $0 { true } else { false } }
    let parts = [
      shared.isEmpty ? "Nothing is shared" : "Shared: \(shared)",
      own.isEmpty ? nil : "for one task alone: \(own)",
    ]
    return "\(title). " + parts.compactMap { $0 }.joined(separator: "; ") + "."
  }

  public var textDescription: String {
    let rows = columns.joined().map { box in
      let owner =
        switch box.owner {
        case .input: "input"
        case .shared: "shared"
        case .task(let index): index < 0 ? "each task's" : "one task's"
        }
      return [
        "  " + box.fullTitle, owner, box.lines.joined(separator: " -> "), box.note ?? "",
      ]
    }
    let notes = [subtitle, caption].compactMap { $0 }.filter { !$0.isEmpty }.map { "  " + $0 }
    return ([title] + SeriesTable.aligned(rows) + notes).joined(separator: "\n")
  }

  public func svg(id: String) -> String {
    let heading = Heading(title: title, subtitle: subtitle, width: width)
    let layout = DiagramLayout(
      self, left: Heading.margin, right: width - Heading.margin, top: heading.bottom + 8)
    let note = Caption(caption, width: width)
    let height = layout.bottom + 18 + note.height
    return SVGDocument(
      width: width, height: height, title: title, description: altText,
      elements: heading.elements + layout.elements() + note.elements(bottom: height)
    ).text(id: id)
  }
}

extension Diagram.Box {
  var fullTitle: String { copyCount > 1 && showsCount ? "\(title) × \(copyCount)" : title }
}
