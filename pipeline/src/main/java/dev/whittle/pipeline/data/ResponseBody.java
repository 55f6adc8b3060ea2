package dev.whittle.pipeline.data;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of an HTTP response, read piece by piece, each within a given time. The JDK's own body readers wait forever
 * when a server stops sending, or limit the time of the whole response.
 */
final class ResponseBody implements HttpResponse.BodySubscriber<ResponseBody>, AutoCloseable {
    /** Marks the end, after the last piece. */
    private static final Object END = new Object();

    private final CompletableFuture<ResponseBody> ready = new CompletableFuture<>();
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private Flow.Subscription subscription;

    @Override
    public CompletionStage<ResponseBody> getBody() {
        return ready;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        ready.complete(this);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(buffers);
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(failure);
        ready.complete(this);
    }

    @Override
    public void onComplete() {
        arrived.add(END);
    }

    /**
     * The next piece, or null after the last. Only one piece at a time is requested, so little memory is used.
     *
     * @throws TimeoutException if nothing arrives within {@code stall}
     * @throws ExecutionException if the connection fails, with the reason as its cause
     */
    @SuppressWarnings("unchecked") // only onNext adds lists
    List<ByteBuffer> next(Duration stall) throws InterruptedException, TimeoutException, ExecutionException {
        if (subscription != null) {
            subscription.request(1);
        }
        Object next = arrived.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new TimeoutException("Nothing arrived for " + stall);
        }
        if (next instanceof Throwable failure) {
            throw new ExecutionException(failure);
        }
        return next == END ? null : (List<ByteBuffer>) next;
    }

    /** Cancels the rest of the response; without effect after the last piece. */
    @Override
    public void close() {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
