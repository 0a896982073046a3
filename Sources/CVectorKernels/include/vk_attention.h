// What attention does to its scores between the two products.
#ifndef VK_ATTENTION_H
#define VK_ATTENTION_H

/// Softmax of each row of scores, in place: of scale · scores over the keys that a row may see, 0 at the others.
///
/// Row r sees the keys below `first_count + r · step` (at most `columns`; a step of 0 lets all rows see
/// `first_count`), and of those the ones whose `mask` is above 0, if there is one. A row that sees none is 0.
void vk_attention_weights(float *scores, long rows, long columns, float scale, const float *mask,
                          long first_count, long step);

/// What `vk_attention_weights` makes of a gradient, in its place: scale · w · (g − Σ g w) for each row.
void vk_attention_weights_gradient(const float *weights, float *gradient, long rows, long columns, float scale);

#endif
