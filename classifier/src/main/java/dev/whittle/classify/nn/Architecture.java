package dev.whittle.classify.nn;

import dev.whittle.feature.Checks;

/** Ready networks on images, each from its first convolution to its scores. */
public enum Architecture {
    /**
     * Two convolutions and a hidden layer: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to
     * document recognition" (1998), figure 2, with what came later: batch normalisation, ReLU, maxima instead of means,
     * and dropout. For images of at least 4x4.
     */
    LENET(4) {
        @Override
        Graph.Value scores(ImageGraph g, Graph.Value image, int width, int classes) {
            Graph.Value x = g.rectified("conv1", image, width, Window.same(5));
            x = g.name("pool1", g.add(new MaxPool2d(2, 2), x));
            x = g.rectified("conv2", x, 2 * width, Window.same(5));
            x = g.name("pool2", g.add(new MaxPool2d(2, 2), x));
            x = g.hidden("hidden", x, 4 * width);
            x = g.add(new Dropout("hidden", 0.25), x);
            return g.linear("scores", x, classes);
        }
    },

    /**
     * Five convolutions and a hidden layer, as in Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep
     * convolutional neural networks" (2012), but for small images: with windows of 5 and 3, maxima of overlapping
     * windows, batch normalisation instead of their local one, and dropout. For images of at least 15x15.
     */
    SMALL(15) {
        @Override
        Graph.Value scores(ImageGraph g, Graph.Value image, int width, int classes) {
            Graph.Value x = g.rectified("conv1", image, width, Window.same(5));
            x = g.name("pool1", g.add(new MaxPool2d(3, 2), x));
            x = g.rectified("conv2", x, 2 * width, Window.same(5));
            x = g.name("pool2", g.add(new MaxPool2d(3, 2), x));
            x = g.rectified("conv3", x, 4 * width, Window.same(3));
            x = g.rectified("conv4", x, 4 * width, Window.same(3));
            x = g.rectified("conv5", x, 2 * width, Window.same(3));
            x = g.name("pool3", g.add(new MaxPool2d(3, 2), x));
            x = g.add(new Dropout("pool3", 0.25), x);
            x = g.hidden("hidden", x, 8 * width);
            x = g.add(new Dropout("hidden", 0.25), x);
            return g.linear("scores", x, classes);
        }
    },

    /**
     * A residual network of 20 layers: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016),
     * section 4.2 with n = 3. Three stages of three blocks; each later stage has half the rows and columns and twice
     * the bands. Where the shape changes, the shortcut is a convolution with a window of 1 (their option B).
     */
    RESIDUAL(1) {
        @Override
        Graph.Value scores(ImageGraph g, Graph.Value image, int width, int classes) {
            Graph.Value x = g.rectified("conv1", image, width, Window.same(3));
            for (int stage = 1; stage <= 3; stage++) {
                for (int block = 1; block <= 3; block++) {
                    int stride = stage > 1 && block == 1 ? 2 : 1;
                    x = block(g, "stage" + stage + "block" + block, x, width << (stage - 1), stride);
                }
            }
            x = g.name("mean", g.add(new GlobalAveragePool(), x));
            return g.linear("scores", x, classes);
        }

        private Graph.Value block(ImageGraph g, String name, Graph.Value x, int filters, int stride) {
            Graph.Value inner = g.rectified(name + "a", x, filters, new Window(3, stride, 1));
            inner = g.convolution(name + "b", inner, filters, Window.same(3));
            Graph.Value shortcut = x;
            if (!x.shape().equals(inner.shape())) {
                shortcut = g.convolution(name + "shortcut", x, filters, new Window(1, stride, 0));
            }
            return g.name(name, g.add(new Relu(), g.add(new Add(), inner, shortcut)));
        }
    },

    /**
     * A network that learns in few epochs: Jordan, "94% on CIFAR-10 in 3.29 seconds on a single GPU" (2024), section 3.
     * Its first layer whitens small windows and is not trained. Then come three blocks of two convolutions; the maxima
     * of windows of 2 stand before batch normalisation. Filters start as a partial identity. Biases learn 64 times as
     * fast as weights. Scores are divided by 9. A width of 64 is that of the paper. For images of at least 25x25.
     */
    FAST(25) {
        @Override
        Graph.Value scores(ImageGraph g, Graph.Value image, int width, int classes) {
            return fast(g, image, width, 4 * width, classes);
        }
    },

    /**
     * {@link #FAST} with half as many filters in the second and the third block, as in the network of the same author
     * for 93 %. For images of at least 25x25.
     */
    FAST_NARROW(25) {
        @Override
        Graph.Value scores(ImageGraph g, Graph.Value image, int width, int classes) {
            return fast(g, image, width, 2 * width, classes);
        }
    };

    private static final double BIAS_RATE = 64;

    private static Graph.Value fast(ImageGraph g, Graph.Value image, int first, int later, int classes) {
        Graph.Value x = g.whitened("whitening", image, 2, BIAS_RATE);
        x = fastBlock(g, "block1", x, first);
        x = fastBlock(g, "block2", x, later);
        x = fastBlock(g, "block3", x, later);
        x = g.name("pool", g.add(new MaxPool2d(3, 3), x));
        x = g.unbiased("scores", x, classes);
        return g.add(new Scale(1.0 / 9), x);
    }

    private static Graph.Value fastBlock(ImageGraph g, String name, Graph.Value x, int filters) {
        Graph.Value inner = g.add(new MaxPool2d(2, 2), g.nearIdentity(name + "a", x, filters, 3));
        inner = g.centred(name + "a", inner, BIAS_RATE);
        inner = g.nearIdentity(name + "b", inner, filters, 3);
        return g.centred(name + "b", inner, BIAS_RATE);
    }

    private final int least;

    Architecture(int least) {
        this.least = least;
    }

    /** @throws IllegalArgumentException if images of this shape are too small for the network */
    void require(Shape image) {
        if (image.dimension(1) < least || image.dimension(2) < least) {
            throw new IllegalArgumentException("The architecture " + Checks.name(this) + " takes images of at least "
                    + least + "x" + least + ", got " + image + ", bands x rows x columns");
        }
    }

    /**
     * The scores of images.
     *
     * @param width filters of the first convolution; the later layers are multiples of it
     */
    abstract Graph.Value scores(ImageGraph g, Graph.Value image, int width, int classes);
}
