package org.loupe.io;

import java.io.IOException;
import org.loupe.micrograph.Micrograph;

/**
 * Frames of a file that share a title and a layout: one image or a stack.
 *
 * @param title what the file calls them; may be empty
 * @param frames how many there are; positive
 * @param decoder reads one of them
 */
record FrameGroup(String title, int frames, Decoder decoder) {

  /** Reads the frame of a place in the group, from 0. */
  interface Decoder {
    Micrograph decode(int index) throws IOException;
  }
}
