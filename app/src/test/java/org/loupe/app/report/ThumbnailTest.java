package org.loupe.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

class ThumbnailTest {

  private static final int SKY_BLUE = 0x56B4E9;
  private static final int ORANGE = 0xFF9F1C;
  private static final int WHITE = 0xFFFFFF;

  /** What a micrograph without any contrast becomes. */
  private static final int MIDDLE = 0x808080;

  private static ByteImage flat(int width, int height, int gray) {
    byte[] samples = new byte[width * height];
    Arrays.fill(samples, (byte) gray);
    return new ByteImage(width, height, samples);
  }

  private static BufferedImage decoded(Thumbnail thumbnail) throws IOException {
    String uri = thumbnail.dataUri();
    return ImageIO.read(
        new ByteArrayInputStream(Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1))));
  }

  private static int color(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }

  @Test
  void twoAndAHalfTimesTheBoxIsInView() throws IOException {
    Box box = new Box(100, 100, 64, 32);
    Thumbnail thumbnail = new Thumbnail(flat(300, 300, 100), box);
    thumbnail.draw(box, Thumbnail.Style.LABEL);
    BufferedImage image = decoded(thumbnail);
    // 160 px in 128: the box is 51.2 wide and 25.6 high
    assertThat(color(image, 38, 64)).isEqualTo(SKY_BLUE);
    assertThat(color(image, 37, 64)).isEqualTo(SKY_BLUE);
    assertThat(color(image, 36, 64)).isEqualTo(MIDDLE);
    assertThat(color(image, 39, 64)).isEqualTo(MIDDLE);
    assertThat(color(image, 89, 64)).isEqualTo(SKY_BLUE);
    assertThat(color(image, 64, 51)).isEqualTo(SKY_BLUE);
    assertThat(color(image, 64, 76)).isEqualTo(SKY_BLUE);
    assertThat(color(image, 64, 64)).isEqualTo(MIDDLE);
  }

  @Test
  void aSmallBoxIsSeenInSixtyFourPixels() throws IOException {
    Thumbnail thumbnail = new Thumbnail(flat(200, 200, 10), new Box(95, 95, 10, 10));
    thumbnail.draw(new Box(68, 68, 64, 64), Thumbnail.Style.OTHER_DETECTION);
    BufferedImage image = decoded(thumbnail);
    for (int i = 0; i < Thumbnail.SIDE; i++) {
      assertThat(color(image, i, 0)).isEqualTo(ORANGE);
      assertThat(color(image, Thumbnail.SIDE - 1, i)).isEqualTo(ORANGE);
    }
    assertThat(color(image, 1, 1)).isNotEqualTo(ORANGE);
  }

  @Test
  void whatLiesOutsideTheMicrographIsWhite() throws IOException {
    BufferedImage image = decoded(new Thumbnail(flat(40, 40, 0), new Box(0, 0, 20, 20)));
    // the view begins at -22 and is enlarged twice
    assertThat(color(image, 43, 64)).isEqualTo(WHITE);
    assertThat(color(image, 44, 64)).isEqualTo(MIDDLE);
    assertThat(color(image, 64, 123)).isEqualTo(MIDDLE);
    assertThat(color(image, 64, 124)).isEqualTo(WHITE);
  }

  @Test
  void aDoubtedBoxIsDashed() throws IOException {
    Box box = new Box(80, 80, 32, 32);
    Thumbnail thumbnail = new Thumbnail(flat(200, 200, 0), box);
    thumbnail.draw(box, Thumbnail.Style.DOUBTED);
    BufferedImage image = decoded(thumbnail);
    int orange = 0;
    for (int x = 40; x < 88; x++) {
      orange += color(image, x, 38) == ORANGE ? 1 : 0;
    }
    assertThat(orange).isEqualTo(24);
  }

  @Test
  void fineDetailIsAveragedWhereThePieceIsReduced() throws IOException {
    byte[] samples = new byte[1000 * 1000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ((i % 1000 + i / 1000) % 2 == 0 ? 0 : 200);
    }
    BufferedImage image =
        decoded(new Thumbnail(new ByteImage(1000, 1000, samples), new Box(300, 300, 400, 400)));
    for (int i = 2; i < 126; i++) {
      // a checkerboard is an even gray from afar; what little is left is raised three times
      assertThat(color(image, i, 127 - i) & 0xFF).isBetween(112, 144);
    }
  }

  @Test
  void contrastIsStretchedThreeTimesAtMost() throws IOException {
    assertThat(darkAndBright(20, 220)).containsExactly(0, 255);
    assertThat(darkAndBright(100, 200)).containsExactly(0, 255);
    // 20 apart become 60 apart around the middle, to a step of the palette
    int[] faint = darkAndBright(100, 120);
    assertThat(faint[0]).isBetween(97, 99);
    assertThat(faint[1]).isBetween(157, 159);
  }

  /** Returns the grays of a micrograph whose left and right halves differ. */
  private static int[] darkAndBright(int left, int right) throws IOException {
    byte[] samples = new byte[200 * 200];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i % 200 < 100 ? left : right);
    }
    BufferedImage image =
        decoded(new Thumbnail(new ByteImage(200, 200, samples), new Box(90, 90, 20, 20)));
    return new int[] {color(image, 20, 64) & 0xFF, color(image, 108, 64) & 0xFF};
  }
}
