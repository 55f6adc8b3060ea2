package dev.whittle.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.nn.Flatten;
import dev.whittle.classify.nn.Gelu;
import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Initializer;
import dev.whittle.classify.nn.MaxPool2d;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.Window;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who trains the network of {@link ImageNetworkBenchmark}: a convolution of 2×2 with 24 filters and GELU, and three
 * blocks of 64, 256 and 256 filters. A block is a convolution of 3×3, the largest of 2×2, batch normalisation, GELU, a
 * convolution of 3×3, batch normalisation, GELU. Last come the largest of 3×3 and a linear layer. These are the layers
 * of K. Jordan's network for CIFAR-10 (2024, airbench94), with batch normalisation as others have it.
 */
interface ImageNetworks {
    int CLASSES = 10;
    int[] WIDTHS = {64, 256, 256};
    float RATE = 0.01f;
    float MOMENTUM = 0.85f;

    /** A step of training on all images. */
    void step();

    /** The scores of all images, row by row, after training. */
    float[] scores();

    static ImageNetworks of(By by, int images, int threads) {
        return switch (by) {
            case VECTOR, SCALAR -> new Whittle(samples(images), by.run(threads));
            case PYTORCH -> new Pytorch(samples(images), threads);
            default -> throw by.unknown();
        };
    }

    /** Drawn images whose brightness depends on their class. */
    static Samples samples(int images) {
        Rng rng = new Rng(1, "benchmark images", 0);
        Matrix x = new Matrix(images, 3 * 32 * 32);
        int[] labels = new int[images];
        for (int i = 0; i < images; i++) {
            labels[i] = i % CLASSES;
            for (int c = 0; c < x.columns(); c++) {
                x.set(i, c, 2 * rng.nextFloat() - 1 + 0.1f * (labels[i] - 4.5f));
            }
        }
        return new Samples(x, labels, CLASSES);
    }

    /** The only place where this benchmark calls Whittle's network. */
    final class Whittle implements ImageNetworks {
        private final Samples samples;
        private final Run run;
        private final Network network = network();
        private final Trainable training;
        private final int[] order;
        private final List<float[]> velocities = new ArrayList<>();
        private long step;

        Whittle(Samples samples, Run run) {
            this.samples = samples;
            this.run = run;
            training = network.training(new CrossEntropy(), run);
            order = IntStream.range(0, samples.size()).toArray();
            network.parameters().forEach(p -> velocities.add(new float[p.values().length]));
        }

        static Network network() {
            Graph graph = new Graph(dev.whittle.classify.nn.Shape.of(3, 32, 32));
            Graph.Value x = convolution(graph, graph.input(), 24, new Window(2, 1, 0), "patches");
            x = graph.add(new Gelu(), x);
            for (int block = 0; block < WIDTHS.length; block++) {
                String name = "block" + block;
                x = convolution(graph, x, WIDTHS[block], Window.same(3), name + "a");
                x = normalized(graph, graph.add(new MaxPool2d(2, 2), x), name + "a");
                x = convolution(graph, x, WIDTHS[block], Window.same(3), name + "b");
                x = normalized(graph, x, name + "b");
            }
            x = graph.chain(x, new MaxPool2d(3, 3), new Flatten());
            Rng rng = new Rng(1, "benchmark scores", 0);
            int inputs = WIDTHS[WIDTHS.length - 1];
            return graph.network(
                    graph.add(new dev.whittle.classify.nn.Linear("scores", inputs, CLASSES, Initializer.HE, rng), x));
        }

        /** Without a bias before batch normalisation, that is where the window is 3×3. */
        private static Graph.Value convolution(Graph graph, Graph.Value x, int filters, Window window, String name) {
            Rng rng = new Rng(1, "benchmark " + name, 0);
            boolean bias = window.size() == 2;
            return graph.add(
                    new dev.whittle.classify.nn.Conv2d(name, x.shape(), filters, window, bias, Initializer.HE, rng), x);
        }

        private static Graph.Value normalized(Graph graph, Graph.Value x, String name) {
            return graph.chain(x, new dev.whittle.classify.nn.BatchNorm(name, x.shape()), new Gelu());
        }

        @Override
        public void step() {
            training.gradient(samples, order, 0, order.length, step++);
            for (int i = 0; i < velocities.size(); i++) {
                Parameter p = network.parameters().get(i);
                update(p.values(), p.gradient(), velocities.get(i));
            }
        }

        private static void update(float[] values, float[] gradient, float[] velocity) {
            for (int j = 0; j < values.length; j++) {
                velocity[j] = MOMENTUM * velocity[j] + gradient[j];
                values[j] -= RATE * velocity[j];
            }
        }

        @Override
        public float[] scores() {
            return network.scores(samples.features(), run).data();
        }
    }

    /** PyTorch's layers, gradients and updates, asked for by DJL, from Whittle's weights. */
    final class Pytorch implements ImageNetworks {
        private final NDManager manager;
        private final NDArray images;
        private final NDArray labels;
        private final Trainer trainer;

        Pytorch(Samples samples, int threads) {
            MlpHeads.Pytorch.prepare(threads);
            Matrix x = samples.inMemory("PyTorch");
            manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
            Shape shape = new Shape(x.rows(), 3, 32, 32);
            images = manager.create(x.data(), shape);
            labels = manager.create(samples.labels());
            Model model = Model.newInstance("images", Device.cpu(), "PyTorch");
            model.setBlock(block());
            trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optDevices(new Device[] {Device.cpu()})
                    .optOptimizer(Optimizer.sgd()
                            .setLearningRateTracker(Tracker.fixed(RATE))
                            .optMomentum(MOMENTUM)
                            .build()));
            trainer.initialize(shape);
            set(model, Whittle.network());
        }

        private static SequentialBlock block() {
            SequentialBlock all =
                    new SequentialBlock().add(convolution(24, 2, 0, true)).add(Activation.geluBlock());
            for (int width : WIDTHS) {
                all.add(convolution(width, 3, 1, false)).add(largest(2));
                all.add(BatchNorm.builder().build()).add(Activation.geluBlock());
                all.add(convolution(width, 3, 1, false));
                all.add(BatchNorm.builder().build()).add(Activation.geluBlock());
            }
            return all.add(largest(3))
                    .add(Blocks.batchFlattenBlock())
                    .add(Linear.builder().setUnits(CLASSES).build());
        }

        private static Conv2d convolution(int filters, int size, int padding, boolean bias) {
            return Conv2d.builder()
                    .setFilters(filters)
                    .setKernelShape(new Shape(size, size))
                    .optPadding(new Shape(padding, padding))
                    .optBias(bias)
                    .build();
        }

        private static ai.djl.nn.Block largest(int size) {
            return Pool.maxPool2dBlock(new Shape(size, size), new Shape(size, size));
        }

        /** Both list their parameters layer by layer; the linear layer's weights are the other's transpose. */
        private static void set(Model model, Network network) {
            List<NDArray> theirs = new ArrayList<>();
            model.getBlock().getParameters().forEach(pair -> {
                if (!pair.getKey().contains("running")) {
                    theirs.add(pair.getValue().getArray());
                }
            });
            List<Parameter> ours = network.parameters();
            if (theirs.size() != ours.size()) {
                throw new IllegalStateException("PyTorch has " + theirs.size() + " parameters, Whittle " + ours.size());
            }
            for (int i = 0; i < ours.size(); i++) {
                float[] values = ours.get(i).values();
                boolean linear = ours.get(i).name().equals("scores/weights");
                theirs.get(i).set(FloatBuffer.wrap(linear ? transposed(values) : values));
            }
        }

        private static float[] transposed(float[] inputsByClasses) {
            int inputs = inputsByClasses.length / CLASSES;
            float[] to = new float[inputsByClasses.length];
            for (int i = 0; i < to.length; i++) {
                to[i % CLASSES * inputs + i / CLASSES] = inputsByClasses[i];
            }
            return to;
        }

        @Override
        public void step() {
            try (NDManager batch = manager.newSubManager()) {
                NDList x = new NDList(images);
                NDList y = new NDList(labels);
                try (GradientCollector gradients = trainer.newGradientCollector()) {
                    NDList scores = trainer.forward(x);
                    scores.attach(batch);
                    NDArray loss = trainer.getLoss().evaluate(y, scores);
                    loss.attach(batch);
                    gradients.backward(loss);
                }
                trainer.step();
            }
        }

        @Override
        public float[] scores() {
            try (NDManager all = manager.newSubManager()) {
                NDList scores = trainer.evaluate(new NDList(images));
                scores.attach(all);
                return scores.singletonOrThrow().toFloatArray();
            }
        }
    }
}
