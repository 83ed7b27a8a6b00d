import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** Where every alarm of the stack goes, and from there to `targets`: e-mail addresses and HTTPS endpoints. */
export function createAlarmTopic(scope: Construct, id: string, name: string, targets: string[]): Topic {
  const topic = new Topic(scope, id, { topicName: name, enforceSSL: true });
  for (const target of targets) {
    const isUrl = target.startsWith('https://');
    topic.addSubscription(isUrl ? new UrlSubscription(target) : new EmailSubscription(target));
  }
  return topic;
}
