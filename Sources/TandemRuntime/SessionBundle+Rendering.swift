extension SessionBundle {
  /// A picture; a front end that cannot show it shows the text.
  init(_ picture: Rendering.Picture) {
    self.init(
      ["image/svg+xml": picture.svg, "text/plain": picture.text],
      metadata: ["vscode_altText": picture.altText])
  }

  /// The table, or only the text where there is none.
  init(tableOf rendering: Rendering) {
    var data = ["text/plain": rendering.text]
    data["text/html"] = rendering.html
    self.init(data)
  }

  /// The one display of a value that gets no second one: its picture, or else its table.
  init(bestOf rendering: Rendering) {
    if let picture = rendering.picture {
      self.init(picture)
    } else {
      self.init(tableOf: rendering)
    }
  }
}
