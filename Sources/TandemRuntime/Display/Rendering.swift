/// How a value shows: always as text, and as a picture, a page of HTML, or both one after the other.
///
/// Picture and HTML go into two displays: front ends that get both in one bundle hide the picture.
package struct Rendering: Sendable, Equatable {
  package var picture: Picture?
  /// A fragment with its own scoped styles; reads well without them.
  package var html: String?
  /// What a terminal shows, in aligned columns, without a newline at the end.
  package var text: String

  /// A picture and what to say where it cannot be seen.
  package struct Picture: Sendable, Equatable {
    package var svg: String
    /// One or two sentences for screen readers.
    package var altText: String
    /// What a terminal shows instead.
    package var text: String

    package init(svg: String, altText: String, text: String) {
      self.svg = svg
      self.altText = altText
      self.text = text
    }
  }

  package init(text: String, html: String? = nil, picture: Picture? = nil) {
    self.text = text
    self.html = html
    self.picture = picture
  }
}
