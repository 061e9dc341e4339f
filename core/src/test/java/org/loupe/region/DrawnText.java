package org.loupe.region;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.loupe.image.Mask;
import org.loupe.segmentation.ConnectedComponents;

/** Text drawn in white on black. */
final class DrawnText {

  static final List<Object> SMOOTHINGS =
      List.of(RenderingHints.VALUE_TEXT_ANTIALIAS_OFF, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);

  private DrawnText() {}

  static BufferedImage draw(String text, Font font, Object smoothing) {
    int side = 2 * font.getSize() + 8;
    BufferedImage image =
        new BufferedImage(side * Math.max(1, text.length()), side, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, smoothing);
    graphics.setFont(font);
    graphics.setColor(Color.WHITE);
    graphics.drawString(text, 4, font.getSize() + font.getSize() / 3 + 4);
    graphics.dispose();
    return image;
  }

  /** Returns the ink of all that was drawn. */
  static Ink ink(BufferedImage image) {
    int left = image.getWidth();
    int top = image.getHeight();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRaster().getSample(x, y, 0) >= 128) {
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x + 1);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    float[] coverage = new float[(right - left) * (bottom - top)];
    for (int i = 0; i < coverage.length; i++) {
      int x = left + i % (right - left);
      int y = top + i / (right - left);
      coverage[i] = image.getRaster().getSample(x, y, 0) / 255f;
    }
    return new Ink(left, top, right - left, bottom - top, coverage);
  }

  /** Returns whether all ink hangs together. */
  static boolean isOnePiece(Ink ink) {
    boolean[] set = new boolean[ink.width() * ink.height()];
    for (int i = 0; i < set.length; i++) {
      set[i] = ink.coverage()[i] >= 0.5f;
    }
    Mask mask = new Mask(ink.width(), ink.height(), set);
    return ConnectedComponents.largest(mask).count() == mask.count();
  }
}
