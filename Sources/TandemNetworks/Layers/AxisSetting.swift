import TandemCatalog

/// A setting along the axes of images: one number for all of them, or a list with one for each.
enum AxisSetting: Equatable, Sendable {
  case all(Int)
  case each([Int])

  /// Reads an argument.
  /// - Parameters:
  ///   - arguments: The bound arguments.
  ///   - name: The argument's name.
  /// - Throws: `ImageLayerError.unsuitableCount`, for a list of none or of more than two.
  init(_ arguments: Arguments, _ name: String) throws {
    if case .number = arguments[value: name] {
      self = .all(arguments[name])
      return
    }
    let numbers: [Int] = arguments[name]
    guard (1...2).contains(numbers.count) else {
      throw ImageLayerError.unsuitableCount(argument: name, count: numbers.count)
    }
    self = .each(numbers)
  }

  /// How many axes the setting is for; `nil` if it is for any number.
  var rank: Int? {
    if case .each(let numbers) = self { numbers.count } else { nil }
  }

  /// The numbers, whatever the axes are.
  var numbers: [Int] {
    switch self {
    case .all(let number): [number]
    case .each(let numbers): numbers
    }
  }

  /// The settings of two arguments side by side, as far as both are known.
  static func pairs(_ first: Self, _ second: Self) -> [(Int, Int)] {
    let count = max(first.numbers.count, second.numbers.count)
    func spread(_ setting: Self) -> [Int] {
      setting.rank == nil ? Array(repeating: setting.numbers[0], count: count) : setting.numbers
    }
    return Array(zip(spread(first), spread(second)))
  }
}

extension ArgumentDescriptor {
  /// A whole number for all axes of images, or a list with one for each.
  static func axes(
    _ name: String, default value: Int? = nil, atLeast lower: Int = 1, atMost upper: Int = 1024,
    orWords words: [String] = [], _ summary: String
  ) -> Self {
    let number = ArgumentKind.number(
      NumberRange(lower: Double(lower), upper: Double(upper), isWhole: true))
    let word = words.isEmpty ? [] : [ArgumentKind.word(words)]
    return Self(
      name, .oneOf(word + [number, .list(number)]),
      value.map { .optional(default: .number(Double($0))) } ?? .required, summary)
  }
}

/// Settings of a layer on images that fit one by one but not together.
public enum ImageLayerError: Error, Equatable {
  /// A list with a number for each axis has neither one nor two.
  case unsuitableCount(argument: String, count: Int)
  /// Channels that groups do not divide.
  case unevenGroups(channels: Int, groups: Int)
  /// Padding of a pool that leaves windows of padding alone.
  case largePadding(Int, size: Int)
  /// `output_padding` that reaches the next place of the kernel.
  case largeOutputPadding(Int, stride: Int)
  /// `padding: same` with a stride, which changes the size.
  case sameWithStride(Int)
}
