import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** Where every alarm of the stack goes, and from there to people. */
export function createAlarmTopic(scope: Construct, id: string, name: string, emails: string[]): Topic {
  const topic = new Topic(scope, id, { topicName: name, enforceSSL: true });
  for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  return topic;
}
