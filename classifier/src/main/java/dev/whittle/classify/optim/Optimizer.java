package dev.whittle.classify.optim;

/**
 * A rule by which mini-batch gradients change parameters. Below, w is a parameter, g its derivative, η the learning
 * rate of the step, and t the number of the step, counted from 1; state starts at 0, and all operations are element by
 * element, in float.
 *
 * <p>The forms are those of PyTorch's {@code torch.optim}. The comments say where a paper or a lecture writes a rule in
 * another way. Rules do not handle penalties, whose derivative is in g already, see {@link MiniBatchTraining}. The only
 * exception is AdamW's decay.
 *
 * <p>A parameter's own {@link Parameter#rate} multiplies η.
 */
public enum Optimizer {
    /** Stochastic gradient descent (Robbins and Monro 1951): w ← w - ηg. */
    SGD,

    /**
     * The heavy ball (Polyak 1964), as the lectures and PyTorch write it: v ← μv + g, w ← w - ηv. Sutskever et al.
     * (2013, equations 1 and 2) write v ← μv - ηg, w ← w + v: the same while η is constant. When η falls, v in their
     * form still contains steps with the higher rate for a while.
     */
    MOMENTUM,

    /**
     * Nesterov's accelerated gradient (1983): v ← μv + g, w ← w - η(g + μv). With u = -ηv it is the lectures' u' = μu -
     * ηg, w ← w - μu + (1 + μ)u', where w is the look-ahead point, w̃ = x + μu, at which the gradient is taken
     * (Sutskever et al. 2013, equations 3 and 4; Bengio et al. 2013), for constant η.
     */
    NESTEROV,

    /**
     * AdaGrad (Duchi, Hazan and Singer 2011, the diagonal form): s ← s + g², w ← w - ηg/(√s + ε). The paper writes δ
     * for our ε. PyTorch's own decay of η is a {@link Schedule} here.
     */
    ADAGRAD,

    /**
     * RMSProp (Tieleman and Hinton 2012, lecture 6.5): s ← ρs + (1 - ρ)g², w ← w - ηg/(√s + ε), where ρ is the decay.
     * Without momentum and not centred, as in PyTorch's defaults.
     */
    RMSPROP,

    /**
     * Adam (Kingma and Ba 2015, algorithm 1): m ← β₁m + (1 - β₁)g, s ← β₂s + (1 - β₂)g², w ← w - η·m̂/(√ŝ + ε) with the
     * bias corrected, m̂ = m/(1 - β₁ᵗ), ŝ = s/(1 - β₂ᵗ). β₁ is the momentum and β₂ the decay.
     */
    ADAM,

    /**
     * AdamW (Loshchilov and Hutter 2019, algorithm 2): Adam with a separate decay of weights, w ← (1 - ηλ)w before
     * Adam's step, for penalised parameters. The paper multiplies λ only by the schedule's factor, η/η₀; PyTorch and
     * Whittle multiply it by η.
     */
    ADAMW,

    /**
     * Muon (Jordan et al. 2024) for matrices of filters, which are the parameters with {@link Parameter#columns}: v ←
     * μv + g, u = g + μv, W ← W·√n/‖W‖ - η·O(u), where n is the number of rows and O(u) has the singular vectors of u,
     * but singular values near 1, see {@link NewtonSchulz}. η and μ are {@link MiniBatches#muonRate}, which follows the
     * schedule, and {@link MiniBatches#muonMomentum}. W gets its norm √n in every step, as Jordan's airbench does,
     * since the batch normalisation that follows makes its scale irrelevant. So l2 does not apply to W, and l1 must be
     * 0. For all other parameters it is {@link #NESTEROV}.
     */
    MUON
}
