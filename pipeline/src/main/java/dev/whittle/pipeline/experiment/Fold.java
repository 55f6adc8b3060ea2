package dev.whittle.pipeline.experiment;

import dev.whittle.feature.data.Subset;

/**
 * The images one seed uses: two subsets of the training images without one in common. Test images are the same for all seeds.
 *
 * @param train the images fitted to
 * @param validation the images held out; may be empty
 */
record Fold(long seed, Subset train, Subset validation) {}
