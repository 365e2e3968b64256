namespace Estate.Gateway.Web;

/// <summary>When an open page's stream ends.</summary>
internal static class LiveLeaving
{
    /// <summary>The reader goes, or the gateway does: an open page must not hold up a stop.</summary>
    internal static CancellationToken Of(HttpContext context)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.RegisterForDispose(either);
        return either.Token;
    }
}
