package dev.whittle.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.openblas.global.openblas_full;
import smile.base.mlp.Layer;
import smile.base.mlp.OutputFunction;
import smile.classification.MLP;
import smile.math.MathEx;
import smile.math.TimeFunction;

/** Who trains the network of {@link MlpPeersBenchmark}. */
interface MlpHeads {
    int HIDDEN = 256;
    int BATCH = 256;
    float RATE = 0.03f;
    float MOMENTUM = 0.9f;

    /** Trains for so many epochs, from where it is (Whittle: from nothing). */
    MlpHeads train(int epochs);

    /** Of the first samples, row by row. */
    float[] scores(int rows);

    static MlpHeads of(By by, Samples samples, int threads) {
        return switch (by) {
            case VECTOR, SCALAR -> new Whittle(samples, by.run(threads));
            case SMILE -> new Smile(samples);
            case PYTORCH -> new Pytorch(samples, threads);
            default -> throw by.unknown();
        };
    }

    private static Matrix first(Samples samples, int rows) {
        Matrix all = samples.inMemory("The benchmark");
        int n = Math.min(rows, all.rows());
        return new Matrix(n, all.columns(), Arrays.copyOf(all.data(), n * all.columns()));
    }

    /** The only place where these benchmarks call Whittle's network. */
    final class Whittle implements MlpHeads {
        private final Samples samples;
        private final Run run;
        private Classifier fitted;

        Whittle(Samples samples, Run run) {
            this.samples = samples;
            this.run = run;
        }

        static Mlp spec(int epochs) {
            MiniBatches training = MiniBatches.builder()
                    .optimizer(dev.whittle.classify.optim.Optimizer.MOMENTUM)
                    .learningRate(RATE)
                    .momentum(MOMENTUM)
                    .schedule(Schedule.CONSTANT)
                    .epochs(epochs)
                    .batchSize(BATCH)
                    .build();
            return Mlp.relu(List.of(HIDDEN), 0, training);
        }

        @Override
        public MlpHeads train(int epochs) {
            fitted = spec(epochs).fit(samples, run);
            return this;
        }

        @Override
        public float[] scores(int rows) {
            return fitted.scores(first(samples, rows), run).data();
        }
    }

    /** In double. */
    final class Smile implements MlpHeads {
        private final double[][] rows;
        private final int[] labels;
        private final MLP mlp;
        private int epoch;

        Smile(Samples samples) {
            Matrix x = samples.inMemory("Smile");
            rows = new double[x.rows()][x.columns()];
            for (int r = 0; r < x.rows(); r++) {
                for (int c = 0; c < x.columns(); c++) {
                    rows[r][c] = x.get(r, c);
                }
            }
            labels = samples.labels();
            openblas_full.openblas_set_num_threads(1); // Smile's products are its
            MathEx.setSeed(1);
            mlp = new MLP(x.columns(), Layer.rectifier(HIDDEN), Layer.mle(HeadData.CLASSES, OutputFunction.SOFTMAX));
            mlp.setLearningRate(TimeFunction.constant(RATE));
            mlp.setMomentum(TimeFunction.constant(MOMENTUM));
        }

        @Override
        public MlpHeads train(int epochs) {
            for (int e = 0; e < epochs; e++) {
                int[] order = new Rng(1, "order", epoch++).permutation(rows.length);
                for (int from = 0; from < order.length; from += BATCH) {
                    int n = Math.min(BATCH, order.length - from);
                    double[][] batch = new double[n][];
                    int[] batchLabels = new int[n];
                    for (int i = 0; i < n; i++) {
                        batch[i] = rows[order[from + i]];
                        batchLabels[i] = labels[order[from + i]];
                    }
                    mlp.update(batch, batchLabels);
                }
            }
            return this;
        }

        @Override
        public float[] scores(int count) {
            int n = Math.min(count, rows.length);
            float[] scores = new float[n * HeadData.CLASSES];
            double[] probabilities = new double[HeadData.CLASSES];
            for (int r = 0; r < n; r++) {
                mlp.predict(rows[r], probabilities);
                for (int k = 0; k < probabilities.length; k++) {
                    scores[r * probabilities.length + k] = (float) Math.log(Math.max(1e-30, probabilities[k]));
                }
            }
            return scores;
        }
    }

    /**
     * PyTorch's products, gradients and updates, asked for by DJL. All rows lie in its memory before the time counts.
     */
    final class Pytorch implements MlpHeads {
        private final NDManager manager;
        private final NDArray rows;
        private final NDArray labels;
        private final Trainer trainer;
        private final int n;
        private int epoch;

        /** Whether its libraries are there for this platform. */
        static boolean isPresent() {
            return Pytorch.class.getClassLoader().getResource("native/lib/pytorch.properties") != null;
        }

        /** Sets what is read when the library is loaded; DJL would fetch what it does not find. */
        static void prepare(int threads) {
            if (!isPresent()) {
                throw new IllegalStateException("PyTorch's libraries are not there for this platform");
            }
            System.setProperty("ai.djl.offline", "true");
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
            System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        }

        Pytorch(Samples samples, int threads) {
            prepare(threads);
            Matrix x = samples.inMemory("PyTorch");
            n = x.rows();
            manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
            rows = manager.create(x.data(), new Shape(n, x.columns()));
            labels = manager.create(samples.labels());
            Model model = Model.newInstance("mlp", Device.cpu(), "PyTorch");
            model.setBlock(new SequentialBlock()
                    .add(Linear.builder().setUnits(HIDDEN).build())
                    .add(Activation.reluBlock())
                    .add(Linear.builder().setUnits(HeadData.CLASSES).build()));
            trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optDevices(new Device[] {Device.cpu()})
                    .optOptimizer(Optimizer.sgd()
                            .setLearningRateTracker(Tracker.fixed(RATE))
                            .optMomentum(MOMENTUM)
                            .build()));
            trainer.initialize(new Shape(BATCH, x.columns()));
        }

        @Override
        public MlpHeads train(int epochs) {
            for (int e = 0; e < epochs; e++) {
                int[] order = new Rng(1, "order", epoch++).permutation(n);
                for (int from = 0; from < n; from += BATCH) {
                    int[] index = Arrays.copyOfRange(order, from, Math.min(n, from + BATCH));
                    step(index);
                }
            }
            return this;
        }

        private void step(int[] index) {
            try (NDManager batch = manager.newSubManager()) {
                NDArray chosen =
                        batch.create(Arrays.stream(index).asLongStream().toArray());
                NDArray some = rows.get(new NDIndex("{}", chosen));
                some.attach(batch);
                NDList x = new NDList(some);
                NDList y = new NDList(labels.take(batch, chosen));
                try (GradientCollector gradients = trainer.newGradientCollector()) {
                    NDList scores = trainer.forward(x);
                    NDArray loss = trainer.getLoss().evaluate(y, scores);
                    gradients.backward(loss);
                    scores.close();
                    loss.close();
                }
                trainer.step();
            }
        }

        @Override
        public float[] scores(int count) {
            try (NDManager all = manager.newSubManager()) {
                NDArray some = rows.get("0:" + Math.min(count, n));
                some.attach(all);
                NDList scores = trainer.evaluate(new NDList(some));
                scores.attach(all);
                return scores.singletonOrThrow().toFloatArray();
            }
        }
    }
}
