package org.loupe.export;

import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/**
 * A picture that is painted strip by strip, as whoever writes it asks for its rows: a large one is
 * never in memory as a whole.
 *
 * <p>The strips are its tiles. Only the last one is kept, so rows are to be asked for in their
 * order. Not safe for use by several threads at once.
 */
final class PaintedStrips implements RenderedImage {

  /** Pixels of a strip, 16 MB of them: a micrograph of 2048 x 2048 pixels is painted at once. */
  static final int STRIP_PIXELS = 1 << 22;

  /** Paints rows of the picture. */
  @FunctionalInterface
  interface Painter {
    /** Returns the rows from {@code top} to before {@code bottom}, in RGB, a pixel in an int. */
    BufferedImage paint(int top, int bottom);
  }

  private final int width;
  private final int height;
  private final int stripRows;
  private final Painter painter;
  private final ColorModel colors;
  private final SampleModel samples;
  private int lastStrip = -1;
  private @Nullable Raster last;

  PaintedStrips(int width, int height, int stripPixels, Painter painter) {
    this.width = width;
    this.height = height;
    this.stripRows = Math.max(1, Math.min(height, stripPixels / width));
    this.painter = painter;
    BufferedImage pixel = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    this.colors = pixel.getColorModel();
    this.samples = pixel.getSampleModel().createCompatibleSampleModel(width, stripRows);
  }

  private Raster strip(int number) {
    Raster strip = last;
    if (strip == null || number != lastStrip) {
      last = null; // free before the next one is made
      int top = number * stripRows;
      strip =
          painter
              .paint(top, Math.min(height, top + stripRows))
              .getRaster()
              .createTranslatedChild(0, top);
      last = strip;
      lastStrip = number;
    }
    return strip;
  }

  @Override
  public Raster getData(Rectangle area) {
    int first = area.y / stripRows;
    if (first == (area.y + area.height - 1) / stripRows) {
      return strip(first)
          .createChild(area.x, area.y, area.width, area.height, area.x, area.y, null);
    }
    WritableRaster copy =
        Raster.createWritableRaster(
            samples.createCompatibleSampleModel(area.width, area.height),
            new Point(area.x, area.y));
    return copyData(copy);
  }

  @Override
  public WritableRaster copyData(@Nullable WritableRaster raster) {
    WritableRaster target =
        raster == null
            ? Raster.createWritableRaster(
                samples.createCompatibleSampleModel(width, height), new Point(0, 0))
            : raster;
    for (int y = target.getMinY(); y < target.getMinY() + target.getHeight(); y++) {
      target.setRect(getData(new Rectangle(target.getMinX(), y, target.getWidth(), 1)));
    }
    return target;
  }

  @Override
  public Raster getData() {
    return copyData(null);
  }

  @Override
  public Raster getTile(int tileX, int tileY) {
    return strip(tileY);
  }

  @Override
  @SuppressWarnings("JdkObsolete") // the interface is older than List
  public @Nullable Vector<RenderedImage> getSources() {
    return null; // as the interface says of an image without sources
  }

  @Override
  public Object getProperty(String name) {
    return java.awt.Image.UndefinedProperty;
  }

  @Override
  public String @Nullable [] getPropertyNames() {
    return null; // as the interface says of an image without properties
  }

  @Override
  public ColorModel getColorModel() {
    return colors;
  }

  @Override
  public SampleModel getSampleModel() {
    return samples;
  }

  @Override
  public int getWidth() {
    return width;
  }

  @Override
  public int getHeight() {
    return height;
  }

  @Override
  public int getMinX() {
    return 0;
  }

  @Override
  public int getMinY() {
    return 0;
  }

  @Override
  public int getNumXTiles() {
    return 1;
  }

  @Override
  public int getNumYTiles() {
    return (height + stripRows - 1) / stripRows;
  }

  @Override
  public int getMinTileX() {
    return 0;
  }

  @Override
  public int getMinTileY() {
    return 0;
  }

  @Override
  public int getTileWidth() {
    return width;
  }

  @Override
  public int getTileHeight() {
    return stripRows;
  }

  @Override
  public int getTileGridXOffset() {
    return 0;
  }

  @Override
  public int getTileGridYOffset() {
    return 0;
  }
}
