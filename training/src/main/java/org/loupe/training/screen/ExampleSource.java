package org.loupe.training.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.screen.BoxDelta;
import org.loupe.screen.PatchCutter;
import org.loupe.screen.PatchScaling;
import org.loupe.screen.PatchSymmetry;

/**
 * Draws the examples of each epoch.
 *
 * <p>A part is drawn around annotations, each annotation as likely as another: one of the
 * candidates that cover it, or a square about it, so that what the cascade missed is learned as
 * well. The others are candidates that cover none. Each is then shifted, scaled, turned and
 * disturbed a little.
 *
 * <p>Immutable. An example depends on the seed and its number alone.
 */
final class ExampleSource {

  /** Shift of a box, as a part of its side, and logarithm of its scale: standard deviations. */
  private static final double SHIFT = 0.08;

  private static final double SCALE = 0.12;

  /** Of each micrograph, beside as many as it has annotations. */
  private static final int BACKGROUND_SQUARES = 4;

  /** Of the examples: cut from the micrograph as a JPEG of some quality holds it. */
  private static final double COMPRESSED_SHARE = 0.15;

  private static final int BLOCK = 8;
  private static final int MIN_QUALITY = 30;
  private static final int MAX_QUALITY = 90;

  private record Place(int image, Box box) {}

  private final List<ScreeningImage> images;
  private final ScreenerTrainingSettings settings;
  private final PatchCutter cutter;
  private final PatchCutter wideCutter;
  private final PatchAugmentation augmentation;
  private final List<Place> annotations = new ArrayList<>();

  /** Of each annotation, candidates that cover it. */
  private final List<List<Place>> covering = new ArrayList<>();

  private final List<Place> others = new ArrayList<>();

  ExampleSource(List<ScreeningImage> images, ScreenerTrainingSettings settings) {
    this.images = List.copyOf(images);
    this.settings = settings;
    cutter = new PatchCutter(settings.architecture().patch());
    wideCutter = new PatchCutter(PatchAugmentation.wide(settings.architecture().patch()));
    augmentation = new PatchAugmentation(settings.architecture().patch());
    for (int i = 0; i < images.size(); i++) {
      collect(i, images.get(i));
    }
    if (annotations.isEmpty()) {
      throw new IllegalArgumentException("no annotation to learn from");
    }
    List<Place> background = background();
    others.addAll(background);
    if (others.isEmpty()) {
      throw new IllegalArgumentException(
          "no candidate and no place without a label: there is nothing to tell defects from");
    }
  }

  /**
   * Returns squares on no annotation, as large as annotations are: a few of each micrograph, for a
   * cascade may be so good that its candidates alone hold hardly any.
   */
  private List<Place> background() {
    List<Place> background = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(mixed(-1, settings.seed()));
    for (int i = 0; i < images.size(); i++) {
      ScreeningImage image = images.get(i);
      for (int k = 0; k < image.annotations().size() + BACKGROUND_SQUARES; k++) {
        Box size = annotations.get(random.nextInt(annotations.size())).box();
        double side = Math.max(size.width(), size.height());
        double x = random.nextDouble() * Math.max(0, image.image().width() - side);
        double y = random.nextDouble() * Math.max(0, image.image().height() - side);
        Box square = new Box(x, y, side, side);
        int best = best(image.annotations(), square);
        if (best < 0 || image.annotations().get(best).iou(square) <= settings.negativeIou()) {
          background.add(new Place(i, square));
        }
      }
    }
    return background;
  }

  private void collect(int number, ScreeningImage image) {
    int first = annotations.size();
    for (Box annotation : image.annotations()) {
      annotations.add(new Place(number, annotation));
      covering.add(new ArrayList<>());
    }
    for (Candidate candidate : image.candidates()) {
      Place place = new Place(number, candidate.box());
      int best = best(image.annotations(), candidate.box());
      if (best >= 0
          && image.annotations().get(best).iou(candidate.box()) >= settings.positiveIou()) {
        covering.get(first + best).add(place);
      } else {
        others.add(place);
      }
    }
  }

  private static int best(List<Box> annotations, Box box) {
    int best = -1;
    double most = 0;
    for (int i = 0; i < annotations.size(); i++) {
      double iou = annotations.get(i).iou(box);
      if (iou > most) {
        most = iou;
        best = i;
      }
    }
    return best;
  }

  int annotations() {
    return annotations.size();
  }

  int others() {
    return others.size();
  }

  /** Returns a batch of an epoch, both numbered from 0. */
  ScreeningBatch batch(int epoch, int number) {
    ScreeningBatch batch =
        ScreeningBatch.ofSize(settings.batchSize(), settings.architecture().patch().samples());
    for (int i = 0; i < batch.size(); i++) {
      fill(batch, i, random(epoch, number, i));
    }
    return batch;
  }

  /** Returns what all of an example is drawn with. */
  RandomGenerator random(int epoch, int batch, int index) {
    long place = ((long) epoch << 40) + (long) batch * settings.batchSize() + index;
    return new SplittableRandom(mixed(place, settings.seed()));
  }

  /** Returns well-mixed bits (the finalizer of SplitMix64). */
  static long mixed(long number, long seed) {
    long z = number * 0x9E3779B97F4A7C15L + seed;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /**
   * A square to learn from.
   *
   * @param image that it is in
   * @param box shifted and scaled
   * @param nearest annotation: the one that overlaps it most
   * @param iou with that annotation, 0 without one
   */
  record Drawn(ByteImage image, Box box, Optional<Box> nearest, double iou) {}

  Drawn drawn(RandomGenerator random) {
    Place place = draw(random);
    Box box = moved(place.box(), random);
    ScreeningImage image = images.get(place.image());
    int best = best(image.annotations(), box);
    Optional<Box> nearest =
        best < 0 ? Optional.empty() : Optional.of(image.annotations().get(best));
    return new Drawn(image.image(), box, nearest, nearest.map(n -> n.iou(box)).orElse(0.0));
  }

  /** Writes which probability an example teaches, and whether any. */
  void teach(ScreeningBatch batch, int index, double iou) {
    double smoothing = settings.labelSmoothing() / 2;
    boolean positive = iou >= settings.positiveIou();
    batch.targets()[index] = (float) (positive ? 1 - smoothing : smoothing);
    batch.targetWeights()[index] = positive || iou <= settings.negativeIou() ? 1 : 0;
  }

  private void fill(ScreeningBatch batch, int index, RandomGenerator random) {
    Drawn drawn = drawn(random);
    Box box = drawn.box();
    PatchSymmetry symmetry = new PatchSymmetry(random.nextInt(PatchSymmetry.COUNT));
    // the box of a defect turned by any other angle than these is not known
    boolean rotated = random.nextDouble() < settings.rotatedShare();
    PatchCutter shape = rotated ? wideCutter : cutter;
    float[] cut = cut(shape::cut, drawn, random);
    float[] patch =
        rotated
            ? augmentation.rotated(cut, 2 * Math.PI * random.nextDouble())
            : symmetry.turned(cut, settings.architecture().patch().sizePx());
    augmentation.disturb(patch, random);
    PatchScaling.scale(
        patch,
        settings.architecture().patch().channels(),
        box.width(),
        batch.scalars(),
        index * PatchScaling.SCALARS);
    System.arraycopy(patch, 0, batch.patches(), index * patch.length, patch.length);
    teach(batch, index, drawn.iou());
    Optional<Box> nearest = drawn.nearest();
    if (!rotated && nearest.isPresent() && drawn.iou() > settings.negativeIou()) {
      BoxDelta delta = symmetry.turned(BoxDelta.between(box, nearest.get()));
      batch.deltas()[4 * index] = (float) delta.dx();
      batch.deltas()[4 * index + 1] = (float) delta.dy();
      batch.deltas()[4 * index + 2] = (float) delta.logWidth();
      batch.deltas()[4 * index + 3] = (float) delta.logHeight();
      batch.deltaWeights()[index] = 1;
    }
  }

  /** Cuts a square out, now and then of the image as JPEG keeps it. */
  <T> T cut(BiFunction<ByteImage, Box, T> cutter, Drawn drawn, RandomGenerator random) {
    return random.nextDouble() < COMPRESSED_SHARE
        ? cutCompressed(cutter, drawn.image(), drawn.box(), random)
        : cutter.apply(drawn.image(), drawn.box());
  }

  private <T> T cutCompressed(
      BiFunction<ByteImage, Box, T> cutter, ByteImage image, Box box, RandomGenerator random) {
    int quality = random.nextInt(MIN_QUALITY, MAX_QUALITY + 1);
    double widest =
        PatchAugmentation.wide(settings.architecture().patch()).contexts().stream()
            .mapToDouble(Double::doubleValue)
            .max()
            .orElseThrow();
    double half = Math.max(box.width(), box.height()) * widest / 2 + BLOCK;
    int left = blockStart(box.centerX() - half, image.width());
    int top = blockStart(box.centerY() - half, image.height());
    int width = Math.max(BLOCK, (int) Math.ceil(box.centerX() + half) - left);
    int height = Math.max(BLOCK, (int) Math.ceil(box.centerY() + half) - top);
    ByteImage part = JpegLoss.part(image, left, top, width, height, quality);
    return cutter.apply(part, new Box(box.x() - left, box.y() - top, box.width(), box.height()));
  }

  /** Returns where the block begins that holds a coordinate, within the image. */
  private static int blockStart(double at, int length) {
    return Math.max(0, Math.min((int) at, length - 1)) / BLOCK * BLOCK;
  }

  private Place draw(RandomGenerator random) {
    if (random.nextDouble() >= settings.positiveShare()) {
      return others.get(random.nextInt(others.size()));
    }
    int chosen = random.nextInt(annotations.size());
    List<Place> candidates = covering.get(chosen);
    return candidates.isEmpty() || random.nextBoolean()
        ? annotations.get(chosen)
        : candidates.get(random.nextInt(candidates.size()));
  }

  /** Returns a square about the box, shifted and scaled. */
  private static Box moved(Box box, RandomGenerator random) {
    double before = Math.max(box.width(), box.height());
    double side = before * Math.exp(SCALE * random.nextGaussian());
    double x = box.centerX() + SHIFT * before * random.nextGaussian();
    double y = box.centerY() + SHIFT * before * random.nextGaussian();
    return new Box(x - side / 2, y - side / 2, side, side);
  }
}
