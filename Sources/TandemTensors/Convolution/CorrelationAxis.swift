/// Along one dimension: which numbers of the source meet which taps of a kernel at a place of the result.
///
/// A convolution's place `i` meets `i · stride − padding + k · dilation` with tap `k`. Transposed, source
/// and result change their parts: place `i` meets every `j` with `j · stride − padding + k · dilation = i`.
struct CorrelationAxis {
  let window: ConvolutionWindow.Axis
  let kernelSize: Int
  let sourceSize: Int
  let resultSize: Int
  let isTransposed: Bool

  /// Taps at equal distances, and the numbers that they meet.
  struct Taps {
    var first = 0
    var step = 1
    var count = 0
    /// The number that the first tap meets, and how far it is to the next tap's.
    var source = 0
    var sourceStep = 0

    var lastSource: Int { source + (count - 1) * sourceStep }
  }

  /// Places at equal distances that meet the same taps, each place's numbers beside the last one's.
  struct Run {
    var start: Int
    var step: Int
    var count: Int
    var taps: Taps
    /// From one place to the next in the source.
    var sourceStep: Int
  }

  /// The taps that meet a number within the source.
  func taps(at place: Int) -> Taps {
    var taps = allTaps(at: place)
    while taps.count > 0, !isInside(taps.source) {
      taps.first += taps.step
      taps.source += taps.sourceStep
      taps.count -= 1
    }
    while taps.count > 0, !isInside(taps.lastSource) { taps.count -= 1 }
    return taps
  }

  private func isInside(_ source: Int) -> Bool { source >= 0 && source < sourceSize }

  /// The taps at a place, whether what they meet is there or not.
  private func allTaps(at place: Int) -> Taps {
    let (stride, dilation) = (window.stride, window.dilation)
    guard isTransposed else {
      return Taps(
        first: 0, step: 1, count: kernelSize, source: place * stride - window.paddingBefore,
        sourceStep: dilation)
    }
    let distance = place + window.paddingBefore
    // Taps that many apart meet numbers of the source; those between them fall between two.
    let step = stride / greatestCommonDivisor(stride, dilation)
    guard
      let first = (0..<min(step, kernelSize)).first(where: {
        (distance - $0 * dilation) % stride == 0
      })
    else { return Taps() }
    return Taps(
      first: first, step: step, count: (kernelSize - first + step - 1) / step,
      source: (distance - first * dilation) / stride, sourceStep: -(step * dilation / stride))
  }

  /// How many runs all places are made of.
  var runCount: Int { isTransposed ? min(window.stride, resultSize) : 1 }

  /// Places that meet the same taps; what they meet may lie outside of the source, in its padding.
  func run(_ index: Int) -> Run {
    let step = isTransposed ? window.stride : 1
    return Run(
      start: index, step: step, count: (resultSize - index + step - 1) / step,
      taps: allTaps(at: index), sourceStep: isTransposed ? 1 : window.stride)
  }

  /// How many zeros the runs need before and after the source.
  var margins: (before: Int, after: Int) {
    var (before, after) = (0, 0)
    for index in 0..<runCount {
      let run = run(index)
      guard run.taps.count > 0, run.count > 0 else { continue }
      let (first, last) = (run.taps.source, run.taps.lastSource)
      let way = (run.count - 1) * run.sourceStep
      before = max(before, -min(first, last))
      after = max(after, max(first, last) + way - (sourceSize - 1))
    }
    return (before, after)
  }

  /// The numbers of the source that the places of a range need; empty if they need none.
  func sources(for places: Range<Int>) -> Range<Int> {
    var (lower, upper) = (Int.max, -1)
    for place in places {
      let taps = taps(at: place)
      guard taps.count > 0 else { continue }
      lower = min(lower, taps.source, taps.lastSource)
      upper = max(upper, taps.source, taps.lastSource)
    }
    return upper < 0 ? 0..<0 : lower..<upper + 1
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  b == 0 ? a : greatestCommonDivisor(b, a % b)
}
