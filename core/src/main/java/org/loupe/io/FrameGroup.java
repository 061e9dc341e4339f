package org.loupe.io;

import java.io.IOException;
import org.loupe.micrograph.Micrograph;

/**
 * Frames of a file that share a title and a layout: one image or a stack.
 *
 * @param title what the file calls them; may be empty
 * @param frames how many there are; positive
 * @param size says how many pixels one of them has
 * @param decoder reads one of them
 */
record FrameGroup(String title, int frames, Size size, Decoder decoder) {

  /** Returns the number of pixels of the frame of a place in the group, from 0. */
  interface Size {
    long pixels(int index) throws IOException;
  }

  /** Reads the frame of a place in the group, from 0. */
  interface Decoder {
    Micrograph decode(int index) throws IOException;
  }
}
