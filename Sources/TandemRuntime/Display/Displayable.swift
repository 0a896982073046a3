/// A value that shows as more than the text that makes it.
protocol Displayable {
  func rendering(by renderer: Renderer) -> Rendering
}
