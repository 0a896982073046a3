/// A colour by its role; each role has one colour on a light ground and one on a dark ground.
enum Paint: Hashable, Sendable {
  case ground, ink, muted, grid
  /// A faint surface that sets a box off from the ground.
  case surface
  /// The n-th hue, and the same hue as text, which needs more contrast; below 0 it is no hue.
  case series(Int)
  case seriesText(Int)
  case heat(isNegative: Bool)
  /// Text on a strong heat colour, the same in light and dark.
  case onHeat

  var light: String { colors.light }
  var dark: String { colors.dark }
  var isDarkAware: Bool { light != dark }

  /// A short name for class names.
  var code: String {
    switch self {
    case .ground: "g"
    case .ink: "i"
    case .muted: "m"
    case .grid: "r"
    case .surface: "u"
    case .series(let index):
      index < 0 ? Palette.neutralPaint(of: index).code : "\(Palette.hue(of: index))"
    case .seriesText(let index):
      index < 0 ? Palette.neutralPaint(of: index).code : "t\(Palette.hue(of: index))"
    case .heat(let isNegative): isNegative ? "n" : "p"
    case .onHeat: "o"
    }
  }

  private var colors: (light: String, dark: String) {
    switch self {
    case .ground: ("#ffffff", "#16181d")
    case .ink: ("#1f2328", "#e6e8eb")
    case .muted: ("#656c76", "#9aa1ab")
    // Ink at 10 % over the ground, written out: opacity would also thin what lies below.
    case .grid: ("#e9e9ea", "#2b2d32")
    case .surface: ("#f5f6f8", "#1f2228")
    case .series(let index) where index >= 0: Palette.line(of: index)
    case .seriesText(let index) where index >= 0: Palette.text(of: index)
    case .series(let index), .seriesText(let index): Palette.neutralPaint(of: index).colors
    case .heat(let isNegative): isNegative ? ("#b2182b", "#d1495b") : ("#2f6aa8", "#3f7fbf")
    case .onHeat: ("#ffffff", "#ffffff")
    }
  }
}

/// A role that is used to fill or to stroke.
struct PaintUse: Hashable {
  var paint: Paint
  var isStroke: Bool

  func rule(prefix: String) -> String {
    ".\(prefix)-\(isStroke ? "s" : "f")\(paint.code){\(isStroke ? "stroke" : "fill"):\(paint.dark)}"
  }
}

/// Paul Tol's seven bright hues, which all kinds of colour blindness tell apart.
///
/// Source: P. Tol, Colour Schemes, SRON/EPS/TN/09-002, 2021. Differs: on a dark ground blue, green, red
/// and purple are lighter, and as text all hues are darker or lighter, for contrast.
public enum Palette {
  /// How many hues there are before dashes have to tell series apart.
  public static let hueCount = 7
  /// The colour index of what belongs to no task: ink.
  public static let neutral = -1
  /// The colour index of surfaces that belong to no task, where ink would be too heavy.
  public static let quiet = -2

  static func neutralPaint(of index: Int) -> Paint { index == quiet ? .muted : .ink }

  private static let bright = [
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb",
  ]
  private static let brightOnDark = [
    "#6fa3dc", "#ff8290", "#4cb85f", "#d8c95a", "#66ccee", "#d871ab", "#bbbbbb",
  ]
  private static let text = [
    "#33618f", "#c23a4c", "#1d6f2b", "#77690f", "#13758f", "#942a66", "#6b6b6b",
  ]

  static func hue(of index: Int) -> Int { max(index, 0) % hueCount }

  /// The dash of a colour index: unbroken for the first seven, then dashed, then dotted.
  static func dash(of index: Int) -> Dash {
    Dash.allCases[(max(index, 0) / hueCount) % Dash.allCases.count]
  }

  static func line(of index: Int) -> (light: String, dark: String) {
    (bright[hue(of: index)], brightOnDark[hue(of: index)])
  }

  static func text(of index: Int) -> (light: String, dark: String) {
    (text[hue(of: index)], brightOnDark[hue(of: index)])
  }
}
