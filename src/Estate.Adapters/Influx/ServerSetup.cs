using InfluxDB.Client.Api.Domain;

namespace Estate.Adapters.Influx;

/// <summary>
/// Makes a server of the second generation ready: its first account where it is new, the buckets with the days they keep, and
/// the task that makes half-hour means. What is in place stays as it is, so that it may run at every start.
/// </summary>
internal sealed class ServerSetup(GuardedClient client, InfluxTarget target)
{
    /// <summary>Of a new server; who looks at it by hand logs in as this.</summary>
    private const string FirstUser = "estate";
    private const int SecondsOfADay = 86_400;

    /// <exception cref="ServerRefusal">What is not in place stays so until the next time.</exception>
    internal async Task RunAsync(CancellationToken stop)
    {
        if (target.SetupPassword is { } password && await client.AskAsync(api => api.IsOnboardingAllowedAsync(), stop))
        {
            var (organisation, seconds) = (client.Organisation, Seconds(target.KeepDays));
            var first = new OnboardingRequest(FirstUser, password, organisation, target.Database, seconds, token: target.Token);
            await client.AskAsync(api => api.OnboardingAsync(first), stop);
        }
        await EnsureBucketAsync(target.Database, target.KeepDays, stop);
        if (target.MeansDays is not { } days)
            return;
        await EnsureBucketAsync(target.MeansDatabase, days, stop);
        if (target.Averaged.Count > 0)
            await EnsureTaskAsync(stop);
    }

    /// <param name="days">Null: as the server keeps it.</param>
    private async Task EnsureBucketAsync(string name, int? days, CancellationToken stop)
    {
        var bucket = await FindBucketAsync(client, name, stop);
        if (bucket is null)
        {
            var wanted = new PostBucketRequest(await OrganisationIdAsync(stop), name, retentionRules: [Rule(days)]);
            await client.AskAsync(api => api.GetBucketsApi().CreateBucketAsync(wanted, stop), stop);
            return;
        }
        if (days is null || Seconds(days) == (bucket.RetentionRules?.FirstOrDefault()?.EverySeconds ?? 0))
            return;
        bucket.RetentionRules = [Rule(days)];
        await client.AskAsync(api => api.GetBucketsApi().UpdateBucketAsync(bucket, stop), stop);
    }

    private async Task<string> OrganisationIdAsync(CancellationToken stop)
    {
        var name = client.Organisation;
        var found = await client.AskAsync(
            api => api.GetOrganizationsApi().FindOrganizationsAsync(org: name, cancellationToken: stop), stop);
        return found?.FirstOrDefault()?.Id
            ?? throw new ServerRefusal(
                404, $"the token sees no organisation '{name}': correct influx.organisation, or let the token read it");
    }

    /// <returns>Null where the server has none of the name: it says so with an empty list or with 404.</returns>
    internal static async Task<Bucket?> FindBucketAsync(GuardedClient client, string name, CancellationToken stop)
    {
        try
        {
            var found = await client.AskAsync(
                api => api.GetBucketsApi().FindBucketsAsync(org: client.Organisation, name: name, cancellationToken: stop), stop);
            return found?.FirstOrDefault(bucket => bucket.Name == name);
        }
        catch (ServerRefusal refusal) when (refusal.Status == 404)
        {
            return null;
        }
    }

    private async Task EnsureTaskAsync(CancellationToken stop)
    {
        var (name, flux) = (FluxText.TaskName(target), FluxText.MeansTask(target, client.Organisation));
        var organisation = client.Organisation;
        var found = await client.AskAsync(
            api => api.GetTasksApi().FindTasksAsync(org: organisation, name: name, cancellationToken: stop), stop);
        var fresh = new TaskCreateRequest(org: organisation, status: TaskStatusType.Active, flux: flux);
        if (found?.FirstOrDefault(one => one.Name == name) is not { } task)
            await client.AskAsync(api => api.GetTasksApi().CreateTaskAsync(fresh, stop), stop);
        else if (task.Flux != flux)
            await client.AskAsync(api => api.GetTasksApi().UpdateTaskAsync(task.Id, new TaskUpdateRequest(flux: flux), stop), stop);
    }

    private static BucketRetentionRules Rule(int? days) => new(BucketRetentionRules.TypeEnum.Expire, Seconds(days) ?? 0);

    /// <summary>0 is for ever.</summary>
    private static long? Seconds(int? days) => (long?)days * SecondsOfADay;
}
