package org.loupe.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages that Olympus and JEOL store beside the recorded image: 8-bit pictures of the same size,
 * with its scale bar and text burnt in or in JPEG, which would be analyzed as a second micrograph.
 */
final class ScreenPages {

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int MAKE = 271;

  private ScreenPages() {}

  /** Removes from {@code pages} those for the screen; returns how many. */
  static int remove(List<TiffDirectory> pages) throws IOException {
    List<TiffDirectory> screen = new ArrayList<>();
    for (TiffDirectory page : pages) {
      if (isOfMaker(page) && bits(page) == 8) {
        for (TiffDirectory other : pages) {
          if (isOfMaker(other) && bits(other) == 16 && sameSize(page, other)) {
            screen.add(page);
            break;
          }
        }
      }
    }
    pages.removeAll(screen);
    return screen.size();
  }

  private static boolean isOfMaker(TiffDirectory page) throws IOException {
    if (page.count(MAKE) > 100) {
      return false;
    }
    String make = page.text(MAKE);
    return make.startsWith("Olympus Soft Imaging") || make.startsWith("JEOL");
  }

  private static long bits(TiffDirectory page) throws IOException {
    return page.integer(BITS, 1);
  }

  private static boolean sameSize(TiffDirectory one, TiffDirectory other) throws IOException {
    return one.integer(WIDTH, 0) == other.integer(WIDTH, 0)
        && one.integer(HEIGHT, 0) == other.integer(HEIGHT, 0);
  }
}
