package org.loupe.evaluate;

import java.util.SplittableRandom;
import org.loupe.geometry.Box;

/**
 * The boxes that labeled defects are measured in, as a detector might have drawn them.
 *
 * @param margin by which each side of the tight box is pushed out, as a share of the box's width or
 *     height; -0.2 to 2
 * @param jitter by which each side is moved at random, evenly up to this share to either direction;
 *     0 to 0.4
 * @param seed of the jitter
 */
public record LabelBoxes(double margin, double jitter, long seed) {

  public LabelBoxes {
    if (!(margin >= -0.2 && margin <= 2)) {
      throw new IllegalArgumentException("margin must be -0.2 to 2, was " + margin);
    }
    if (!(jitter >= 0 && jitter <= 0.4)) {
      throw new IllegalArgumentException("jitter must be 0 to 0.4, was " + jitter);
    }
  }

  /** Returns boxes pushed out by 15 % at each side, about as far as labels and detectors do. */
  public static LabelBoxes defaults() {
    return new LabelBoxes(0.15, 0, 1);
  }

  /** Returns the box of a defect with the bounding box {@code tight}. */
  Box around(Box tight, SplittableRandom random) {
    double left = tight.x() - tight.width() * moved(random);
    double top = tight.y() - tight.height() * moved(random);
    double right = tight.right() + tight.width() * moved(random);
    double bottom = tight.bottom() + tight.height() * moved(random);
    return new Box(left, top, right - left, bottom - top);
  }

  private double moved(SplittableRandom random) {
    return margin + jitter * (2 * random.nextDouble() - 1);
  }
}
