package org.loupe.training.screen;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.loupe.screen.PatchSettings;
import org.loupe.screen.PatchSymmetry;

/**
 * Trains the publication's network ({@link LayersLi2018}), the baseline of this project's own, as
 * published or as this project trains its own.
 *
 * <p>As published ({@link #train}): all candidates ({@link ExamplesLi2018}), cross-entropy,
 * gradient descent with momentum ({@link MomentumDescent}), the rate falling in steps, weights of
 * the first layer of deviation 0.0001 ({@link RecipeLi2018}). What is not published is as MATLAB
 * R2017a does it if it is not told otherwise: the mean patch is taken away first, weights of the
 * other layers begin with a deviation of 0.01, biases at zero and without decay. Examples are
 * shuffled before each epoch, and those left over when batches are full wait for another epoch.
 *
 * <p>As this project's own ({@link #trainAsOwn}): examples by {@link ExampleSource}, each label as
 * likely as another, disturbed, in all eight symmetries (but not turned by other angles); AdamW,
 * one half-cosine of the rate and all the rest by {@link ScreenerTrainer}. Since rates of AdamW
 * suit inputs of order one, differences from the mean are divided by 64.
 */
public final class TrainerLi2018 {

  private static final double FIRST_DEVIATION = 1e-4;
  private static final double DEVIATION = 0.01;
  private static final float OWN_SCALE = 1 / 64f;

  private final ScreenerProgress progress;

  public TrainerLi2018(ScreenerProgress progress) {
    this.progress = progress;
  }

  /**
   * Trains as published and returns the network as ONNX, for {@link ScreenerLi2018}.
   *
   * @param checkpoint written after each epoch; a training that was interrupted goes on from it. It
   *     must be of the same examples and recipe, but for the number of epochs
   * @throws IllegalArgumentException if there are not both defects and others
   * @throws IllegalStateException if the loss is no longer a number
   * @throws CancellationException if the thread is interrupted
   * @throws IOException if the checkpoint cannot be read or written
   */
  public byte[] train(List<ScreeningImage> images, RecipeLi2018 recipe, Path checkpoint)
      throws IOException {
    JniUtils.setNumThreads(1);
    ExamplesLi2018 examples = new ExamplesLi2018(images, recipe.seed());
    LayersLi2018 layers = new LayersLi2018(new InputLi2018(examples.mean(), 1));
    ExecutorService ahead = Executors.newSingleThreadExecutor();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      initialize(layers, recipe.seed(), manager);
      Course course = new Course(recipe, examples, layers, manager, ahead);
      course.load(checkpoint);
      while (course.goesOn()) {
        double loss = course.epoch();
        if (!Double.isFinite(loss)) {
          throw new IllegalStateException("the training diverged");
        }
        progress.epoch(course.epochs, recipe.epochs(), loss);
        course.save(checkpoint);
      }
      return layers.onnx();
    } finally {
      ahead.shutdownNow();
    }
  }

  static void initialize(LayersLi2018 layers, long seed, NDManager manager) {
    layers
        .block()
        .setInitializer(ScreenerTrainer.gaussian(seed, shape -> DEVIATION), Parameter.Type.WEIGHT);
    layers
        .block()
        .setInitializer(
            ScreenerTrainer.gaussian(seed, shape -> FIRST_DEVIATION), layers::isFirstWeight);
    long size = PatchLi2018.SIZE_PX;
    layers
        .block()
        .initialize(manager, DataType.FLOAT32, new Shape(1, PatchLi2018.CHANNELS, size, size));
  }

  /** A training under way. */
  private static final class Course {

    private final RecipeLi2018 recipe;
    private final ExamplesLi2018 examples;
    private final LayersLi2018 layers;
    private final NDManager manager;
    private final ExecutorService ahead;
    private final ParameterStore store;
    private final MomentumDescent descent;
    private final int batchSize;
    private final double[] accuracies;

    private int epochs;
    private int steps;

    Course(
        RecipeLi2018 recipe,
        ExamplesLi2018 examples,
        LayersLi2018 layers,
        NDManager manager,
        ExecutorService ahead) {
      this.recipe = recipe;
      this.examples = examples;
      this.layers = layers;
      this.manager = manager;
      this.ahead = ahead;
      store = new ParameterStore(manager, false);
      descent = new MomentumDescent(layers.block(), recipe.momentum(), recipe.weightDecay());
      batchSize = Math.min(recipe.batchSize(), examples.size());
      accuracies = new double[recipe.accuracySteps()];
    }

    boolean goesOn() {
      return epochs < recipe.epochs() && !isAccurate();
    }

    private boolean isAccurate() {
      double sum = 0;
      for (double accuracy : accuracies) {
        sum += accuracy;
      }
      return steps >= accuracies.length && sum > recipe.enoughAccuracy() * accuracies.length;
    }

    /** Goes through the examples once, or until the answers are accurate; returns the mean loss. */
    double epoch() {
      int[] order = examples.order(epochs);
      int batches = order.length / batchSize;
      double rate = recipe.rate(epochs);
      CompletableFuture<ScreeningBatch> next = prepare(order, 0);
      double sum = 0;
      int done = 0;
      while (done < batches && !isAccurate()) {
        ScreeningBatch batch = next.join();
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("the training of a network was interrupted");
        }
        next = prepare(order, Math.min(done + 1, batches - 1));
        sum += step(batch, rate);
        done++;
      }
      epochs++;
      return sum / done;
    }

    private CompletableFuture<ScreeningBatch> prepare(int[] order, int number) {
      int epoch = epochs;
      return CompletableFuture.supplyAsync(
          () -> examples.batch(order, number * batchSize, batchSize, epoch, layers.input()), ahead);
    }

    /** Learns from a batch and returns its loss. */
    private double step(ScreeningBatch batch, double rate) {
      long size = PatchLi2018.SIZE_PX;
      try (NDManager scope = manager.newSubManager()) {
        NDArray patches =
            scope.create(
                batch.patches(), new Shape(batch.size(), PatchLi2018.CHANNELS, size, size));
        NDArray targets = scope.create(batch.targets(), new Shape(batch.size(), 1));
        try (ThreadGradients gradients = new ThreadGradients()) {
          NDArray answers = layers.block().forward(store, new NDList(patches), true).head();
          NDArray logits = answers.get(new NDIndex(":, 0:1"));
          NDArray loss = ScreenerTrainer.entropy(logits, targets).mean();
          gradients.backward(loss);
          accuracies[steps++ % accuracies.length] = accuracy(logits.toFloatArray(), batch);
          descent.step(rate);
          return loss.getFloat();
        }
      }
    }

    private static double accuracy(float[] logits, ScreeningBatch batch) {
      int right = 0;
      for (int i = 0; i < logits.length; i++) {
        right += logits[i] > 0 == batch.targets()[i] > 0.5 ? 1 : 0;
      }
      return (double) right / logits.length;
    }

    void save(Path file) throws IOException {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
        out.writeInt(epochs);
        out.writeInt(steps);
        for (double accuracy : accuracies) {
          out.writeDouble(accuracy);
        }
        descent.save(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void load(Path file) throws IOException {
      if (!Files.exists(file)) {
        return;
      }
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        epochs = in.readInt();
        steps = in.readInt();
        for (int i = 0; i < accuracies.length; i++) {
          accuracies[i] = in.readDouble();
        }
        descent.load(in);
      }
    }
  }

  /**
   * Trains as this project trains its own network and returns the network as ONNX, for {@link
   * ScreenerLi2018}.
   *
   * @param settings whose architecture is not looked at
   * @throws IllegalArgumentException if there is nothing to learn from
   * @throws IllegalStateException if the loss rises with the lowest learning rate too
   * @throws CancellationException if the thread is interrupted
   */
  public byte[] trainAsOwn(List<ScreeningImage> images, ScreenerTrainingSettings settings) {
    InputLi2018 input =
        new InputLi2018(new ExamplesLi2018(images, settings.seed()).mean(), OWN_SCALE);
    ExampleSource source = new ExampleSource(images, settings);
    return new ScreenerTrainer(settings, progress)
        .train(
            (epoch, number) -> batch(source, settings, epoch, number, input),
            () -> new LayersLi2018(input));
  }

  private static ScreeningBatch batch(
      ExampleSource source,
      ScreenerTrainingSettings settings,
      int epoch,
      int number,
      InputLi2018 input) {
    ScreeningBatch batch = ScreeningBatch.ofSize(settings.batchSize(), PatchLi2018.SAMPLES);
    PatchSettings shape = PatchLi2018.shape();
    for (int i = 0; i < batch.size(); i++) {
      RandomGenerator random = source.random(epoch, number, i);
      ExampleSource.Drawn drawn = source.drawn(random);
      PatchSymmetry symmetry = new PatchSymmetry(random.nextInt(PatchSymmetry.COUNT));
      PatchLi2018.Crop crop = source.cut(PatchLi2018::crop, drawn, random);
      PatchAugmentation.disturb(crop.gray(), crop.width(), crop.height(), random);
      float[] patch = symmetry.turned(PatchLi2018.patch(crop), shape.sizePx());
      input.write(patch, batch.patches(), i * patch.length);
      source.teach(batch, i, drawn.iou());
    }
    return batch;
  }
}
