package dev.whittle.classify.model;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.classify.learned.LearnedLayer;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Perceptron;
import dev.whittle.classify.linear.PlattScaling;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.linear.TemperatureScaling;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.ridge.KernelRidge;
import dev.whittle.classify.ridge.WideFilters;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Transform;
import dev.whittle.feature.registry.SpecProvider;
import dev.whittle.feature.registry.SpecType;
import java.util.List;

/**
 * The heads of this module, and its learned feature. A new one must be added here; a test checks that none is missing.
 */
public final class HeadSpecs implements SpecProvider {
    @Override
    public List<SpecType<?, ?>> types() {
        return List.of(
                new SpecType<>(
                        "hidden-layer",
                        HiddenLayer.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "The last hidden layer of a network trained on the labels, then frozen",
                        ""),
                new SpecType<>(
                        "learned-layer",
                        LearnedLayer.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "A layer of a network of convolutions trained on the labels, then frozen",
                        "Donahue, Jia, Vinyals, Hoffman, Zhang, Tzeng and Darrell (DeCAF), ICML 2014"),
                new SpecType<>(
                        "softmax",
                        Softmax.class,
                        Samples.class,
                        Classifier.class,
                        "Multinomial logistic regression",
                        ""),
                new SpecType<>(
                        "linear-svm",
                        LinearSvm.class,
                        Samples.class,
                        Classifier.class,
                        "Linear support vector machine for several classes",
                        "Weston and Watkins, ESANN 1999; Crammer and Singer, JMLR 2001"),
                new SpecType<>(
                        "kernel-ridge",
                        KernelRidge.class,
                        Samples.class,
                        Classifier.class,
                        "Ridge regression with the RBF kernel, exactly, for which memory grows with the square of the"
                                + " samples, or with landmarks",
                        "Saunders, Gammerman and Vovk, ICML 1998; Williams and Seeger, NIPS 2000; Rudi, Camoriano and"
                                + " Rosasco, NIPS 2015"),
                new SpecType<>(
                        "perceptron",
                        Perceptron.class,
                        Samples.class,
                        Classifier.class,
                        "Perceptron for several classes, averaged if wanted",
                        "Rosenblatt, Psychological Review 1958; Collins, EMNLP 2002"),
                new SpecType<>(
                        "mlp",
                        Mlp.class,
                        Samples.class,
                        Classifier.class,
                        "Multi-layer perceptron, trained by mini-batches",
                        ""),
                new SpecType<>(
                        "image-network",
                        ImageNetwork.class,
                        Samples.class,
                        Classifier.class,
                        "Network of convolutions on raw pixels, trained end to end by mini-batches",
                        "LeCun, Bottou, Bengio and Haffner, Proceedings of the IEEE 1998; He, Zhang, Ren and Sun, CVPR"
                                + " 2016"),
                new SpecType<>(
                        "wide-filters",
                        WideFilters.class,
                        Samples.class,
                        Classifier.class,
                        "Many filters on raw pixels and ridge regression, solved by blocks of filters",
                        "Coates and Ng, ICML 2011; Sparks, Venkataraman, Kaftan, Franklin and Recht (KeystoneML),"
                                + " ICDE 2017"),
                new SpecType<>(
                        "temperature-scaling",
                        TemperatureScaling.class,
                        Samples.class,
                        Transform.class,
                        "Probabilities from scores: softmax with a temperature",
                        "Guo, Pleiss, Sun and Weinberger, ICML 2017"),
                new SpecType<>(
                        "platt-scaling",
                        PlattScaling.class,
                        Samples.class,
                        Transform.class,
                        "Probabilities from scores: a sigmoid for each class",
                        "Platt 1999; Lin, Lin and Weng, Machine Learning 2007"));
    }
}
