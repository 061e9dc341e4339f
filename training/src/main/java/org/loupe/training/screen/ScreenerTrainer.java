package org.loupe.training.screen;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.loupe.screen.PatchScaling;
import org.loupe.screen.PatchSettings;

/**
 * Trains a screening network.
 *
 * <p>The loss is the cross-entropy of the probability and, where there is a defect, the smooth
 * absolute error of the box (R. Girshick, Fast R-CNN, ICCV 2015, doi 10.1109/ICCV.2015.169). The
 * optimizer is AdamW (I. Loshchilov, F. Hutter, Decoupled weight decay regularization, ICLR 2019).
 *
 * <p>Thread-safe: networks may be trained side by side. The same examples and settings give the
 * same network on the same kind of processor; PyTorch promises no more.
 */
public final class ScreenerTrainer {

  private static final double WARM_UP = 0.05;

  /** The heads begin near zero: large first errors of the box would spoil what is below. */
  private static final double HEAD_SCALE = 0.05;

  /** A loss so many times the lowest one does not come back. */
  private static final double RISEN = 1.1;

  /**
   * Memory of the squared gradients, a hundred batches: with the usual thousand, steps stay long
   * for too long where gradients grow.
   */
  private static final float BETA_2 = 0.99f;

  private static final int MAX_REPEATS = 3;

  /** What has been learned before is not to be shaken off by the first steps. */
  private static final double START_RATE_SHARE = 1 / 3.0;

  /** Of them are the means and variances that a network starts with. */
  private static final int START_BATCHES = 4;

  private final ScreenerTrainingSettings settings;
  private final Optional<byte[]> start;
  private final ScreenerProgress progress;

  public ScreenerTrainer(ScreenerTrainingSettings settings, ScreenerProgress progress) {
    this(settings, Optional.empty(), progress);
  }

  /**
   * Makes a trainer.
   *
   * @param start a network of the same architecture, as {@link #train(List)} returns it, to go on
   *     from in place of random weights, with a third of the learning rate
   */
  public ScreenerTrainer(
      ScreenerTrainingSettings settings, Optional<byte[]> start, ScreenerProgress progress) {
    this.settings = settings;
    this.start = start;
    this.progress = progress;
  }

  /**
   * Returns a trained network as ONNX.
   *
   * <p>A training whose loss rises again for good is begun anew with half the learning rate.
   *
   * @throws IllegalArgumentException if there is nothing to learn from, or the network to start
   *     from has other layers
   * @throws IllegalStateException if the loss rises with the lowest learning rate too
   * @throws CancellationException if the thread is interrupted
   */
  public byte[] train(List<ScreeningImage> images) {
    ExampleSource source = new ExampleSource(images, settings);
    return train(source::batch, () -> new ScreenerLayers(settings.architecture()));
  }

  /** Gives the batches of an epoch, both numbered from 0. */
  interface BatchSource {
    ScreeningBatch batch(int epoch, int number);
  }

  /**
   * Returns a trained network of any kind as ONNX.
   *
   * @param networks gives a new one for each attempt
   */
  byte[] train(BatchSource source, Supplier<? extends TrainableNetwork> networks) {
    JniUtils.setNumThreads(1); // of this thread: its first operations might use more otherwise
    double rate = settings.learningRate() * (start.isPresent() ? START_RATE_SHARE : 1);
    Optional<byte[]> network = train(source, networks.get(), rate);
    for (int again = 0; network.isEmpty() && again < MAX_REPEATS; again++) {
      rate /= 2;
      progress.diverged(rate);
      network = train(source, networks.get(), rate);
    }
    double lowest = rate;
    return network.orElseThrow(
        () ->
            new IllegalStateException(
                "training diverged even with a learning rate of " + lowest + "; check the labels"));
  }

  /** Returns a trained network, or empty if its loss rises for good. */
  private Optional<byte[]> train(BatchSource source, TrainableNetwork network, double rate) {
    PatchSettings patch = network.patch();
    int batches = Math.max(1, settings.examplesPerEpoch() / settings.batchSize());
    ExecutorService ahead = Executors.newSingleThreadExecutor();
    try (Model model = Model.newInstance("screener", Device.cpu(), "PyTorch")) {
      model.setBlock(network.block());
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.l2Loss())
              .optDevices(new Device[] {Device.cpu()})
              .optInitializer(initializer(1), Parameter.Type.WEIGHT)
              .optInitializer(initializer(HEAD_SCALE), network::isHeadWeight)
              .optOptimizer(
                  Optimizer.adamW()
                      .optLearningRateTracker(learningRate(settings.epochs() * batches, rate))
                      .optBeta2(BETA_2)
                      .optWeightDecays((float) settings.weightDecay())
                      .build());
      if (start.isPresent() && network instanceof ScreenerLayers layers) {
        List<ScreeningBatch> some =
            IntStream.range(0, START_BATCHES).mapToObj(b -> source.batch(0, b)).toList();
        StartWeights.of(start.get()).into(config, layers, some);
      }
      try (Trainer trainer = model.newTrainer(config)) {
        long size = patch.sizePx();
        trainer.initialize(
            new Shape(settings.batchSize(), patch.channels(), size, size),
            new Shape(settings.batchSize(), PatchScaling.SCALARS));
        CompletableFuture<ScreeningBatch> next =
            CompletableFuture.supplyAsync(() -> source.batch(0, 0), ahead);
        GradientLimit limit = new GradientLimit(network.block());
        OddBatches odd = new OddBatches();
        double lowest = Double.POSITIVE_INFINITY;
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
          double sum = 0;
          for (int b = 0; b < batches; b++) {
            ScreeningBatch batch = next.join();
            if (Thread.currentThread().isInterrupted()) {
              throw new CancellationException("the training of a network was interrupted");
            }
            int nextEpoch = b + 1 < batches ? epoch : epoch + 1;
            int nextBatch = b + 1 < batches ? b + 1 : 0;
            next = CompletableFuture.supplyAsync(() -> source.batch(nextEpoch, nextBatch), ahead);
            sum += step(trainer, patch, limit, odd, batch);
          }
          double loss = sum / batches;
          progress.epoch(epoch + 1, settings.epochs(), loss);
          if (!(loss <= RISEN * lowest)) {
            return Optional.empty();
          }
          lowest = Math.min(lowest, loss);
        }
        return Optional.of(network.onnx());
      }
    } finally {
      ahead.shutdownNow();
    }
  }

  /** Learns from a batch and returns its loss. An odd batch is passed over. */
  private double step(
      Trainer trainer,
      PatchSettings patch,
      GradientLimit limit,
      OddBatches odd,
      ScreeningBatch batch) {
    long count = batch.size();
    long size = patch.sizePx();
    try (NDManager manager = trainer.getManager().newSubManager()) {
      NDArray patches =
          manager.create(batch.patches(), new Shape(count, patch.channels(), size, size));
      NDArray scalars = manager.create(batch.scalars(), new Shape(count, PatchScaling.SCALARS));
      float loss;
      try (ThreadGradients gradients = new ThreadGradients()) {
        NDArray answers = trainer.forward(new NDList(patches, scalars)).singletonOrThrow();
        NDArray error = loss(answers, batch, manager);
        gradients.backward(error);
        loss = error.getFloat();
      }
      if (odd.holds(loss)) {
        limit.clear();
      } else {
        limit.apply();
        trainer.step();
      }
      return loss;
    }
  }

  private NDArray loss(NDArray answers, ScreeningBatch batch, NDManager manager) {
    Shape column = new Shape(batch.size(), 1);
    NDArray targets = manager.create(batch.targets(), column);
    NDArray known = manager.create(batch.targetWeights(), column);
    NDArray deltas = manager.create(batch.deltas(), new Shape(batch.size(), 4));
    NDArray defects = manager.create(batch.deltaWeights(), column);
    NDArray entropy = entropy(answers.get(new NDIndex(":, 0:1")), targets).mul(known);
    NDArray far = answers.get(new NDIndex(":, 1:5")).sub(deltas).abs().mul(BOX_SCALE);
    NDArray near = far.minimum(1f);
    NDArray smooth = near.square().mul(0.5f).add(far.sub(near)).sum(new int[] {1}, true);
    float count = batch.size();
    return entropy
        .sum()
        .div(count)
        .add(smooth.mul(defects).sum().mul((float) settings.boxWeight() / BOX_SCALE / count));
  }

  /** Returns the cross-entropy of each logit, log(1 + exp(x)) - t x, without overflow. */
  static NDArray entropy(NDArray logits, NDArray targets) {
    return logits.maximum(0f).add(logits.abs().neg().exp().add(1f).log()).sub(logits.mul(targets));
  }

  /** An error of a tenth of the side is where the box's loss turns from a square to a line. */
  private static final float BOX_SCALE = 10;

  private static Tracker learningRate(int steps, double highest) {
    int rising = Math.max(1, (int) (WARM_UP * steps));
    return step -> {
      double part =
          step < rising
              ? (step + 1.0) / rising
              : 0.5 + 0.5 * Math.cos(Math.PI * (step - rising) / Math.max(1, steps - rising));
      return (float) (highest * part);
    };
  }

  /**
   * Gaussian of variance 2 over the number of inputs, from the seed and in the layers' order.
   *
   * @param scale of the deviation
   */
  private Initializer initializer(double scale) {
    return gaussian(
        settings.seed(),
        shape -> scale * Math.sqrt(2.0 / Math.floorDiv(shape.size(), shape.get(0))));
  }

  /**
   * Gaussian from a seed and in the layers' order.
   *
   * @param deviations of each layer's weights, by their shape
   */
  static Initializer gaussian(long seed, ToDoubleFunction<Shape> deviations) {
    SplittableRandom random = new SplittableRandom(seed);
    return (manager, shape, type) -> {
      float[] values = new float[(int) shape.size()];
      double deviation = deviations.applyAsDouble(shape);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
      NDArray array = manager.create(values, shape);
      return type == DataType.FLOAT32 ? array : array.toType(type, false);
    };
  }
}
