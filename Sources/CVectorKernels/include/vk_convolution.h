// Convolutions of sixteen images at once: a vector holds one number of each.
//
// A block of images is turned so that the sixteen numbers of one place lie together, and every place of
// every tap is then a whole vector, whatever the width, stride, padding or dilation. Steps and places
// below are counted in vectors unless another unit is named.
#ifndef VK_CONVOLUTION_H
#define VK_CONVOLUTION_H

/// Images in a block, and numbers in a vector.
enum { vk_image_block = 16 };

/// Output channels whose weights lie side by side, at most.
enum { vk_channel_block = 6 };

/// Turns rows of numbers of each of `image_count` images, which are `image_step` numbers apart, into rows
/// of vectors, `target_row_step` vectors apart. Images that are missing from the block are zeros.
void vk_interleave(const float *source, long image_step, long image_count, long row_count,
                   long row_length, float *target, long target_row_step);

/// Turns `count` vectors back into a run of `count` numbers of each image.
void vk_deinterleave(const float *source, long image_step, long image_count, long count, float *target);

/// Where the numbers lie that a run of places of one output row is made of.
typedef struct vk_correlation {
  /// Channels of the source, and the taps of the kernel that meet it.
  long channel_count, row_count, column_count;
  /// From one channel, or tap, to the next, in the source.
  long source_channel_step, source_row_step, source_column_step;
  /// The same in the weights, in numbers.
  long weight_channel_step, weight_row_step, weight_column_step;
  /// Places of the run, and from one to the next in the source and in the result.
  long place_count, source_place_step, result_place_step;
  /// From one output channel to the next in the result.
  long result_channel_step;
} vk_correlation;

/// Sums over channels and taps of weight times source, for each place of a run and each of `width` output
/// channels (at most `vk_channel_block`), whose weights lie side by side. The sums start from `bias`, one
/// number an output channel, or from 0 if it is null.
void vk_correlate(const vk_correlation *run, const float *source, const float *weights,
                  const float *bias, long width, float *result);

/// Where the numbers lie that the gradients of some weights are made of.
typedef struct vk_weight_gradient {
  /// Rows and places in a row that are summed over.
  long row_count, place_count;
  /// From one row, or place, to the next, in the source.
  long source_row_step, source_place_step;
  /// From one row to the next in the upstream gradient, whose places lie side by side.
  long upstream_row_step;
  /// Output channels, and from one to the next in the upstream gradient and, in numbers, in the sums.
  long channel_count, upstream_channel_step, sum_channel_step;
  /// Taps, and from one to the next in the source and, in numbers, in the sums.
  long tap_count, source_tap_step, sum_tap_step;
} vk_weight_gradient;

/// Adds the sums over rows, places and images of upstream gradient times source, for each output channel
/// and each tap.
void vk_add_weight_gradients(const vk_weight_gradient *sizes, const float *source,
                             const float *upstream, float *sums);

/// Adds the sum over `count` vectors and their images.
void vk_add_total(const float *vectors, long count, float *sum);

#endif
