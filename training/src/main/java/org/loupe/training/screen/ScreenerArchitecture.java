package org.loupe.training.screen;

import java.util.List;
import org.loupe.screen.PatchSettings;

/**
 * Layers of a screening network: a stem, residual blocks, one hidden layer, two heads.
 *
 * <p>The stem is a 5 × 5 convolution of stride 2. A block is two 3 × 3 convolutions with batch
 * normalization around which its input goes (K. He, X. Zhang, S. Ren, J. Sun, Deep residual
 * learning for image recognition, CVPR 2016, doi 10.1109/CVPR.2016.90). What the last block gives
 * is not averaged but flattened: a box is refined by where things are.
 *
 * @param patch what the network sees
 * @param stemWidth channels of the stem
 * @param blocks in order
 * @param hiddenWidth of the fully connected layer
 */
public record ScreenerArchitecture(
    PatchSettings patch, int stemWidth, List<Block> blocks, int hiddenWidth) {

  /**
   * A residual block.
   *
   * @param width channels
   * @param stride 1 or 2, of its first convolution
   */
  public record Block(int width, int stride) {}

  public ScreenerArchitecture {
    blocks = List.copyOf(blocks);
  }

  /** Returns a network of some 300,000 parameters and 9 million multiplications a patch. */
  public static ScreenerArchitecture defaults() {
    return new ScreenerArchitecture(
        PatchSettings.defaults(),
        24,
        List.of(new Block(32, 2), new Block(64, 2), new Block(64, 1), new Block(96, 2)),
        64);
  }

  /** Returns samples along each side of what the last block gives. */
  int lastSize() {
    int size = halved(patch.sizePx());
    for (Block block : blocks) {
      size = block.stride() == 2 ? halved(size) : size;
    }
    return size;
  }

  private static int halved(int size) {
    return (size + 1) / 2;
  }
}
