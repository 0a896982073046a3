/// Small grayscale images in rows, as the first scans of a data set.
public struct TileSheet: Figure {
  public var title: String
  public var subtitle: String?
  public var tiles: [Tile]
  public var width: Double = 640

  /// A small image and the words under it.
  public struct Tile: Sendable, Equatable {
    public var rowCount: Int
    public var columnCount: Int
    /// Row after row, 0 as the ground and 1 as ink; what is not finite is ground.
    public var pixels: [Double]
    /// One line or several.
    public var caption: String
    var lines: [Substring] { caption.split(separator: "\n") }

    /// Creates a tile; pixels that are missing are ground.
    public init(rowCount: Int, columnCount: Int, pixels: [Double], caption: String) {
      self.rowCount = rowCount
      self.columnCount = columnCount
      self.pixels = pixels
      self.caption = caption
    }
  }

  /// Creates a sheet.
  public init(title: String, subtitle: String? = nil, tiles: [Tile]) {
    self.title = title
    self.subtitle = subtitle
    self.tiles = tiles
  }

  public var altText: String {
    guard let first = tiles.first else { return "\(title). No images." }
    let captions = tiles.map { $0.lines.joined(separator: " and ") }.filter { !$0.isEmpty }
    let list = captions.isEmpty ? "" : " Under them: \(captions.joined(separator: ", "))."
    return
      "\(title). \(tiles.count) images of \(first.rowCount) × \(first.columnCount) pixels.\(list)"
  }

  public var textDescription: String { altText }

  /// Grey levels that are told apart; each is one path, so that a tile stays small.
  private static let levelCount = 16
  /// From a caption's line to the next.
  private static let lineHeight = 13.0
  /// More pixels than this along a side are drawn as means of blocks.
  private static let sideLimit = 48

  public func svg(id: String) -> String {
    let heading = Heading(title: title, subtitle: subtitle, width: width)
    let room = width - 2 * Heading.margin
    let perRow = max(1, min(10, tiles.count))
    let gap = 12.0
    let side = min(72, (room - gap * Double(perRow - 1)) / Double(perRow))
    let lineCount = tiles.map(\.lines.count).max() ?? 0
    let captionHeight = lineCount == 0 ? 0.0 : 18 + Self.lineHeight * Double(lineCount - 1)
    let rowHeight = side + captionHeight + gap
    var elements = heading.elements
    for (index, tile) in tiles.enumerated() {
      let left = Heading.margin + Double(index % perRow) * (side + gap)
      let top = heading.bottom + 10 + Double(index / perRow) * rowHeight
      elements += Self.elements(of: tile, left: left, top: top, side: side)
    }
    let rows = Double((tiles.count + perRow - 1) / perRow)
    return SVGDocument(
      width: width, height: heading.bottom + 10 + rows * rowHeight + 8, title: title,
      description: altText, elements: elements
    ).text(id: id)
  }

  private static func elements(of tile: Tile, left: Double, top: Double, side: Double)
    -> [SVGElement]
  {
    let tile = reduced(tile)
    var elements: [SVGElement] = [
      .rectangle(x: left, y: top, width: side, height: side, radius: 3, fill: .surface)
    ]
    let pixel = side / Double(max(tile.rowCount, tile.columnCount, 1))
    let offset = Position(
      left + (side - pixel * Double(tile.columnCount)) / 2,
      top + (side - pixel * Double(tile.rowCount)) / 2)
    for (level, path) in paths(of: tile, pixel: pixel, offset: offset) {
      elements.append(
        .path(path, fill: .ink)
          .with("fill-opacity", (Double(level) / Double(levelCount)).svg)
          .with("shape-rendering", "crispEdges"))
    }
    for (index, line) in tile.lines.enumerated() {
      elements.append(
        .text(
          TextMetrics.fitted(String(line), size: 11, limit: side + 8),
          at: Position(left + side / 2, top + side + 15 + lineHeight * Double(index)), size: 11,
          anchor: .middle, paint: .muted))
    }
    return elements
  }

  /// For each grey level its pixels as one path, neighbours in a row joined.
  private static func paths(of tile: Tile, pixel: Double, offset: Position) -> [(Int, String)] {
    var paths = Array(repeating: "", count: levelCount + 1)
    for row in 0..<tile.rowCount {
      var column = 0
      while column < tile.columnCount {
        let level = level(of: tile, row: row, column: column)
        var end = column + 1
        while end < tile.columnCount, self.level(of: tile, row: row, column: end) == level {
          end += 1
        }
        let x = (offset.x + Double(column) * pixel).svg
        let y = (offset.y + Double(row) * pixel).svg
        let width = (Double(end - column) * pixel).svg
        paths[level] += "M\(x),\(y)h\(width)v\(pixel.svg)h-\(width)z"
        column = end
      }
    }
    return paths.enumerated().dropFirst().filter { !$0.element.isEmpty }.map {
      ($0.offset, $0.element)
    }
  }

  private static func level(of tile: Tile, row: Int, column: Int) -> Int {
    let index = row * tile.columnCount + column
    guard tile.pixels.indices.contains(index), tile.pixels[index].isFinite else { return 0 }
    return Int((max(0, min(1, tile.pixels[index])) * Double(levelCount)).rounded())
  }

  /// The tile with blocks of pixels replaced by their means, where it has too many.
  private static func reduced(_ tile: Tile) -> Tile {
    let factor = (max(tile.rowCount, tile.columnCount) + sideLimit - 1) / sideLimit
    guard factor > 1 else { return tile }
    var small = tile
    small.rowCount = (tile.rowCount + factor - 1) / factor
    small.columnCount = (tile.columnCount + factor - 1) / factor
    small.pixels = (0..<small.rowCount * small.columnCount).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: small.columnCount)
      var values: [Double] = []
      for y in row * factor..<min((row + 1) * factor, tile.rowCount) {
        for x in column * factor..<min((column + 1) * factor, tile.columnCount) {
          let place = y * tile.columnCount + x
          if place < tile.pixels.count, tile.pixels[place].isFinite {
            values.append(tile.pixels[place])
          }
        }
      }
      return values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
    return small
  }
}
