/// Something that is drawn as one SVG and can also be said in words.
///
/// Drawing is deterministic: the same figure and id give the same text, byte for byte.
public protocol Figure: Sendable {
  /// One or two sentences that say what is seen, for screen readers and as the SVG's description.
  var altText: String { get }

  /// What a terminal shows instead of the picture: names and figures in aligned columns.
  var textDescription: String { get }

  /// The picture as SVG text.
  ///
  /// It has its own ground and ink for light and dark surroundings, no script and no outside reference.
  /// - Parameter id: What all ids and class names in the picture begin with, such as "p1"; letters, digits and
  ///   hyphens. Two pictures on one page need two ids.
  /// - Returns: The text of one `<svg>` element.
  func svg(id: String) -> String
}
