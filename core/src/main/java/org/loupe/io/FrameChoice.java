package org.loupe.io;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which frames of a file are asked for: one, or all.
 *
 * @param number the frame's number, from 1 as in the tables; empty for all
 */
public record FrameChoice(OptionalInt number) {

  public FrameChoice {
    if (number.isPresent() && number.getAsInt() < 1) {
      throw new IllegalArgumentException("frames count from 1, asked for " + number.getAsInt());
    }
  }

  /** Returns the choice of all frames. */
  public static FrameChoice all() {
    return new FrameChoice(OptionalInt.empty());
  }

  /**
   * Returns the choice that {@code text} states: a number from 1, or "all".
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static FrameChoice parse(String text) {
    if (text.equals("all")) {
      return all();
    }
    try {
      return new FrameChoice(OptionalInt.of(Integer.parseInt(text)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no frame; give its number, from 1, or all", e);
    }
  }

  /**
   * Returns the indices, from 0, of the chosen among {@code frames} frames.
   *
   * @throws IllegalArgumentException if the chosen one is not there
   */
  public IntStream of(int frames) {
    if (number.isEmpty()) {
      return IntStream.range(0, frames);
    }
    if (number.getAsInt() > frames) {
      throw new IllegalArgumentException(
          "has no frame " + number.getAsInt() + "; it has " + frames + ", and --frame takes all");
    }
    return IntStream.of(number.getAsInt() - 1);
  }

  /** Returns the name of a frame in tables: that of the file, and {@code #1}, ... if several. */
  public static String name(String file, int index, int frames) {
    return frames == 1 ? file : file + "#" + (index + 1);
  }
}
